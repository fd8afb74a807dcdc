/** A table as it comes out of an old system: a file that the server reads, or cells copied from a spreadsheet. */
import Papa from 'papaparse'
import { FIELDS, guess } from './columns'

export interface Table {
  header: string[]
  rows: string[][]
  /** What the spreadsheet calls each row; without it the header is line 1 and nothing was left out. */
  numbers?: number[]
}

/** A row of a file with its number there. */
export interface Numbered { number: number, cells: string[] }

/** What can be said to the user as it is. */
export class UnreadableTable extends Error {}

const NOTHING = '没有读到数据。列名应在前十行之内，下面每行一家企业的一个场所。'
/** Titles and remarks stand above the names of the columns. */
const HEAD = 10

/** The lines of a file: the names of the columns are in the line where most of them are known. */
export function tableIn(lines: readonly Numbered[]): Table {
  const known = lines.slice(0, HEAD).map(({ cells }) => FIELDS.filter((field) => guess(cells)[field] !== undefined).length)
  const at = known.indexOf(Math.max(0, ...known))
  const [head, rows] = [lines[at], lines.slice(at + 1)]
  if (!head || !rows.length)
    throw new UnreadableTable(NOTHING)
  return { header: named(head.cells), rows: rows.map(({ cells }) => cells), numbers: rows.map(({ number }) => number) }
}

const named = (header: readonly string[]) => header.map((name, n) => name || `第 ${n + 1} 列`)

/** Copied cells: the first line names the columns. Lines without a single letter are left out. */
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
    throw new UnreadableTable(NOTHING)
  return { header: named(header), rows }
}

/** As Excel opens it with a double click: with the mark of UTF-8. */
export function csvOf({ header, rows }: Table): string {
  return `\ufeff${Papa.unparse({ fields: header, data: rows }, { newline: '\r\n' })}\r\n`
}
