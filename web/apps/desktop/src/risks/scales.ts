/** What the values of LEC (Graham & Kinney 1976) and of the 5×5 matrix mean, in the words used on the shop floor. */
export type Scale = readonly (readonly [value: string, words: string])[]

const LEC: Readonly<Record<string, Scale>> = {
  likelihood: [
    ['10', '完全可以预料'], ['6', '相当可能'], ['3', '可能，但不经常'], ['1', '可能性小，完全意外'], ['0.5', '很不可能，可以设想'],
    ['0.2', '极不可能'], ['0.1', '实际不可能'],
  ],
  exposure: [
    ['10', '连续暴露'], ['6', '每天工作时间内暴露'], ['3', '每周一次或偶然暴露'], ['2', '每月一次暴露'], ['1', '每年几次暴露'], ['0.5', '非常罕见'],
  ],
  consequence: [
    ['100', '大灾难，许多人死亡'], ['40', '灾难，数人死亡'], ['15', '非常严重，一人死亡'], ['7', '严重，重伤'], ['3', '较重，致残或受伤'],
    ['1', '轻微，需要救护'],
  ],
}

const MATRIX: Readonly<Record<string, Scale>> = {
  likelihood: [['5', '极可能'], ['4', '较可能'], ['3', '可能'], ['2', '不太可能'], ['1', '几乎不可能']],
  consequence: [['5', '灾难性'], ['4', '严重'], ['3', '中等'], ['2', '较轻'], ['1', '轻微']],
}

export function scaleOf(method: unknown, factor: string): Scale {
  return (method === 'matrix' ? MATRIX : LEC)[factor] ?? []
}

/** Decimals arrive as "3.0" and are chosen as "3". */
export function plain(value: unknown): string | null {
  return value === null || value === undefined || value === '' ? null : String(Number(value))
}
