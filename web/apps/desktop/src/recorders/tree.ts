/** Recorders by unit, those that are there first; and a search that forgives. */

export interface Listed {
  id: number
  name: string
  department_name: string
  wearer_name: string | null
  online: boolean
  alarm_at: string | null
  number?: string
  model_name?: string | null
}

export interface Unit<T> { name: string, rows: T[], online: number }

const byName = new Intl.Collator('zh-CN', { numeric: true })

/** Units keep their places while recorders come and go: somebody may be about to click. */
export function unitsOf<T extends Listed>(rows: readonly T[]): Unit<T>[] {
  const units = new Map<string, T[]>()
  for (const row of rows)
    units.set(row.department_name, [...units.get(row.department_name) ?? [], row])
  return [...units].sort(([a], [b]) => byName.compare(a, b)).map(([name, own]) => ({
    name,
    rows: own.sort((a, b) => Number(b.online) - Number(a.online) || byName.compare(a.name, b.name)),
    online: own.filter(({ online }) => online).length,
  }))
}

/** Full-width letters, capitals, spaces and strokes make no difference. */
const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/[\s\-_·.,，。、/]+/g, '')

/** All the characters in their order, with others between them: 武进3 in 武进区…记录仪003. */
function scattered(word: string, text: string): boolean {
  let at = 0
  for (const character of text) {
    if (character === word[at])
      at += 1
  }
  return at === word.length
}

/** Each word is to be found, in whichever field; where nothing has them all, `near` is what comes close. */
export function sought<T extends Listed>(rows: readonly T[], text: string): { rows: T[], near: boolean } {
  const words = text.split(/[\s　]+/).map(plain).filter(Boolean)
  const exact = rows.filter((row) => {
    const fields = [row.name, row.wearer_name, row.department_name, row.number, row.model_name].map((each) => plain(each ?? ''))
    return words.every((word) => fields.some((field) => field.includes(word)))
  })
  if (exact.length || !words.length)
    return { rows: exact, near: false }
  const close = rows.filter((row) => {
    const whole = plain([row.department_name, row.wearer_name, row.name, row.wearer_name, row.department_name].join(''))
    return words.every((word) => scattered(word, whole))
  })
  return { rows: close, near: close.length > 0 }
}
