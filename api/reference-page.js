// Search, and the theme that was chosen on the dashboard. The page is whole without it.
try {
  const theme = localStorage.getItem("tidemark.theme")
  if (theme !== null) document.documentElement.dataset.theme = theme
} catch {
  // Storage may be blocked: the system's theme then.
}

const field = document.querySelector("#search")
const found = document.querySelector("#found")
const entries = [...document.querySelectorAll("main article")].map((article) => ({
  article,
  link: document.querySelector(`nav a[href="#${article.id}"]`)?.parentElement,
  text: article.textContent.toLowerCase(),
}))

const search = () => {
  const words = field.value.toLowerCase().split(/\s+/)
  let count = 0
  for (const { article, link, text } of entries) {
    const fits = words.every((word) => text.includes(word))
    article.hidden = !fits
    if (link) link.hidden = !fits
    if (fits) count++
  }
  for (const section of document.querySelectorAll("main > section, nav > section:has(li)"))
    section.hidden = section.querySelector(":is(article, li):not([hidden])") === null
  found.textContent = field.value.trim() === "" ? "" : `${count} found`
}

field.closest("search").hidden = false
field.addEventListener("input", search)
field.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return
  field.value = ""
  search()
})
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target === field || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  field.focus()
})
// What a link leads to is shown, whatever is searched for.
addEventListener("hashchange", () => {
  if (document.querySelector(":target")?.closest("[hidden]") == null) return
  field.value = ""
  search()
  document.querySelector(":target").scrollIntoView()
})
