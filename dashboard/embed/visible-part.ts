/**
 * A frame is as high as its page, so what is fixed to its middle may lie where nobody looks. Keeps in
 * `--visible-top` and `--visible-height` which part of it the host's window shows. Browsers tell that to an
 * observer alone, and only once for each: so a new one is asked before something can open.
 */
export const followVisiblePart = (): void => {
  const { documentElement } = document
  const look = () => {
    const observer = new IntersectionObserver(([entry]) => {
      observer.disconnect()
      const shown = entry?.intersectionRect
      if (shown === undefined || shown.height === 0) return
      documentElement.style.setProperty("--visible-top", `${Math.round(shown.top)}px`)
      documentElement.style.setProperty("--visible-height", `${Math.round(shown.height)}px`)
    })
    observer.observe(documentElement)
  }
  look()
  for (const type of ["pointerdown", "keydown"]) addEventListener(type, look, { capture: true })
}
