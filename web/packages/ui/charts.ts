/** The one ECharts theme. Colours are read from the tokens, so that a chart follows light and dark. */

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/** At most six series; the same colour for the same thing on every page. */
export const SERIES = ['#1B5FC1', '#17A2A2', '#7A5AF0', '#C77700', '#94A3B8', '#D0342C']

export function riskColours(): Record<'major' | 'large' | 'general' | 'low', string> {
  return {
    major: token('--risk-major'), large: token('--risk-large'), general: token('--risk-general'), low: token('--risk-low'),
  }
}

export function chartTheme(): object {
  const axis = {
    axisLine: { lineStyle: { color: token('--line') } },
    axisTick: { show: false },
    axisLabel: { color: token('--text-3'), fontSize: 12 },
    splitLine: { lineStyle: { color: token('--line-soft') } },
  }
  // Without its own colour a label gets a light border, which is unreadable on a dark wall.
  const label = { color: token('--text-2'), textBorderWidth: 0 }
  return {
    // The first is the brand, which is lighter on a dark ground.
    color: [token('--brand'), ...SERIES.slice(1)],
    backgroundColor: 'transparent',
    textStyle: { fontFamily: token('--font'), color: token('--text-2') },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: { ...axis, axisLine: { show: false }, min: 0 },
    timeAxis: axis,
    bar: { itemStyle: { borderRadius: [2, 2, 0, 0] }, barMaxWidth: 28, label },
    line: { symbolSize: 6, lineStyle: { width: 2 }, endLabel: label },
    legend: { textStyle: { color: token('--text-2') } },
    // HTML tooltips carry inline styles, which the content security policy refuses.
    tooltip: {
      renderMode: 'richText',
      backgroundColor: token('--surface'),
      borderColor: token('--line'),
      textStyle: { color: token('--text'), fontSize: 13 },
    },
    animationDuration: 160,
    animationDurationUpdate: 160,
  }
}
