/** What arrived may hold anything: nothing of it may steer the terminal. */
const CONTROL = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu
export const plain = (text: string): string =>
  text.replace(CONTROL, (character) => {
    const code = character.codePointAt(0) ?? 0
    return `\\u{${code.toString(16)}}`
  })
