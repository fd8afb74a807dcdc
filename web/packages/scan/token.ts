/** From what a camera read or a person typed to the 26 characters of a 常安码. */

const LENGTH = 26
/** Base 32 without I, L, O and U, as printed; a first letter, so that it is never a number. */
const TOKEN = /^[A-HJKMNP-TV-Z][0-9A-HJKMNP-TV-Z]{25}$/
const READ_AS: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' }

/** Upper case, without spaces and dashes, the letters that look like digits read as digits. */
export function tidy(text: string): string {
  return text.toUpperCase().replace(/[\s-]/g, '').replace(/[OIL]/g, (letter) => READ_AS[letter]!)
}

/** The token in a link such as https://…/c/<token>, or the token itself; null if it is no 常安码. */
export function tokenIn(text: string): string | null {
  const path = /\/c\/([^/?#\s]+)/.exec(text)
  const token = tidy(path ? path[1]! : text)
  return token.length === LENGTH && TOKEN.test(token) ? token : null
}

/** Why what was read is no 常安码, for the person holding the phone. */
export function refusal(text: string): string {
  const shown = text.trim().slice(0, 40)
  if (/weixin|wechat|wx\.|alipay|qr\.alipay/i.test(text))
    return '这是微信或支付宝的二维码，不是常安码'
  if (/^https?:/i.test(text))
    return `这个二维码指向 ${shown}，不是常安码`
  return shown ? `“${shown}”不是常安码，请扫描风险告知卡或门口的常安码` : '没有读到内容'
}

/** The only one of the known tokens that ends so; null when none or several do. Six characters tell any firm's codes apart. */
export function endingIn(tail: string, tokens: Iterable<string>): string | null {
  const end = tidy(tail)
  if (end.length < 4)
    return null
  const found = [...tokens].filter((token) => token.endsWith(end))
  return found.length === 1 ? found[0]! : null
}
