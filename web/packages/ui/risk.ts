/** The four levels of 江苏省生产经营单位安全风险管理条例 art. 16. Never colour alone: a shape and the word. */
export const RISK_LEVELS = {
  major: { word: '重大', shape: '◆', colour: 'var(--risk-major)', printed: '#FF0000' },
  large: { word: '较大', shape: '▲', colour: 'var(--risk-large)', printed: '#FFA500' },
  general: { word: '一般', shape: '■', colour: 'var(--risk-general)', printed: '#FFFF00' },
  low: { word: '低', shape: '●', colour: 'var(--risk-low)', printed: '#0000FF' },
} as const

export type Level = keyof typeof RISK_LEVELS

export function isLevel(value: unknown): value is Level {
  return typeof value === 'string' && value in RISK_LEVELS
}
