/** A table as it comes out of an old system: a CSV file in whatever encoding, or cells copied from a spreadsheet. */
import Papa from 'papaparse'

export interface Table { header: string[], rows: string[][] }

const EXCEL = [[0x50, 0x4b, 0x03, 0x04], [0xd0, 0xcf, 0x11, 0xe0]]

/** What can be said to the user as it is. */
export class UnreadableTable extends Error {}

/** UTF-8 if it is; what is not is GB18030, which every Chinese Excel writes. */
export function decode(bytes: Uint8Array): string {
  if (EXCEL.some((head) => head.every((byte, n) => bytes[n] === byte)))
    throw new UnreadableTable('这是 Excel 文件。请在 Excel 中另存为 CSV 后再选，或全选复制后粘贴到下面。')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

/** The first line names the columns. Lines without a single letter are left out. */
export function tableOf(text: string): Table {
  const first = text.split(/\r?\n/, 1)[0] ?? ''
  const { data } = Papa.parse<string[]>(text.replace(/^\ufeff/, ''), {
    // Copied cells are separated by tabs; an address may well contain commas.
    ...(first.includes('\t') && { delimiter: '\t' }),
    delimitersToGuess: [',', '\t', ';', '|'],
    skipEmptyLines: 'greedy',
  })
  const [header, ...rows] = data.map((cells) => cells.map((cell) => cell.trim()))
  if (!header || !rows.length)
    throw new UnreadableTable('没有读到数据。第一行应是列名，从第二行起每行一家企业的一个场所。')
  return { header: header.map((name, n) => name || `第 ${n + 1} 列`), rows }
}

/** As Excel opens it with a double click: with the mark of UTF-8. */
export function csvOf({ header, rows }: Table): string {
  return `\ufeff${Papa.unparse({ fields: header, data: rows }, { newline: '\r\n' })}\r\n`
}
