import type { Region } from '@changqian/api'
import { describe, expect, it } from 'vitest'
import { guess, missing } from './columns'
import { batches, countsOf, foreseen, judged, leftOver, linesOf } from './lines'
import type { Fate } from './lines'
import { csvOf, tableIn, tableOf, UnreadableTable } from './table'

const region = (id: number, code: string, name: string) => ({ id, code, name }) as Region
const REGIONS = [region(1, '320412102', '牛塘镇'), region(2, '320412100', '湖塘镇'), region(3, '320481002', '新桥镇'), region(4, '320411103', '新桥镇')]
const GIVEN = '旧系统编号,企业名称,信用代码,镇街,职工人数\r\nA1,"溧阳精工, 一厂",91320412MA00000A1X,牛塘镇,12\r\n'

describe('a given file', () => {
  it('has the names of its columns where most of them are known, below titles', () => {
    const lines = [['武进区企业一览', ''], ['旧系统编号', '企业名称'], ['A1', '甲厂'], ['A2', '乙厂']]
      .map((cells, n) => ({ number: n * 2 + 1, cells }))
    expect(tableIn(lines)).toEqual({ header: ['旧系统编号', '企业名称'], rows: [['A1', '甲厂'], ['A2', '乙厂']], numbers: [5, 7] })
    expect(() => tableIn(lines.slice(0, 2))).toThrow(UnreadableTable)
    expect(() => tableIn([])).toThrow(UnreadableTable)
  })

  it('may be quoted, may be cells copied from a spreadsheet, and may hold empty lines', () => {
    expect(tableOf(GIVEN).rows).toEqual([['A1', '溧阳精工, 一厂', '91320412MA00000A1X', '牛塘镇', '12']])
    expect(tableOf('编号\t地址\n1\t武宜路8号,二楼\n\t\n\n').rows).toEqual([['1', '武宜路8号,二楼']])
    expect(() => tableOf('编号,名称')).toThrow(UnreadableTable)
  })

  it('is given back as it came', () => {
    const table = tableOf(GIVEN)
    const back = csvOf(leftOver(table, [{ n: 2, cells: table.rows[0]!, row: { legacy_id: 'A1', name: '', region: '' }, state: 'refused', said: '错码' }]))
    expect(back.startsWith('\ufeff')).toBe(true)
    expect(tableOf(back)).toEqual({ header: [...table.header, '未接管原因'], rows: [[...table.rows[0]!, '错码']] })
  })
})

describe('its columns', () => {
  it('are recognised under their own and other names', () => {
    const header = ['序号', '单位名称（必填）', '统一社会信用代码*', '行政区划代码', '企业地址', '联系方式', '备注']
    expect(guess(header)).toEqual({ legacy_id: 0, name: 1, uscc: 2, region: 3, address: 4, contact_phone: 5 })
  })

  it('must name the firm, its code, its place and its old number', () => {
    expect(missing(guess(['单位名称']))).toEqual(['旧系统编号', '区划代码', '统一社会信用代码或原注册号'])
    expect(missing(guess(['编号', '企业名称', '注册号', '属地']))).toEqual([])
  })
})

describe('its lines', () => {
  const header = ['旧系统编号', '企业名称', '统一社会信用代码', '区划代码', '从业人数', '经度', '坐标来源']
  const mapping = guess(header)
  const read = (...rows: string[][]) => linesOf({ header, rows }, mapping, REGIONS)

  it('are read into rows with numbers, codes and the region by name', () => {
    const [line] = read(['A1', '甲厂', 'X1', '牛塘镇', '1,200人', '119.97', '高德'])
    expect(line!.row).toEqual({
      legacy_id: 'A1', name: '甲厂', uscc: 'X1', region: '320412102', staff_count: 1200, lon: 119.97, datum: 'gcj02',
    })
    expect(read(['A1', '甲厂', 'X1', '320412102000'])[0]!.row.region).toBe('320412102')
  })

  it('say in a sentence what is wrong with them', () => {
    const lines = read(
      ['', '甲厂', 'X1', '牛塘镇'], ['A2', '乙厂', 'X2', '新桥镇'], ['A3', '丙厂', 'X3', '湖塘镇', '约五十'],
      ['A4', '丁厂', 'X4', '湖塘镇', '', '', '火星'], ['A5', '戊厂', 'X5', '湖塘镇'], ['A5', '己厂', 'X6', '湖塘镇'],
    )
    expect(lines.map(({ said }) => said)).toEqual([
      '没有旧系统编号', '有 2 个“新桥镇”，请改填区划代码', '从业人数“约五十”不是整数',
      '不认识坐标来源“火星”，可填国家大地2000、GPS(WGS84)、高德/腾讯(GCJ-02)、百度(BD-09)', '', '旧系统编号与第 6 行重复',
    ])
    expect(lines.map(({ state }) => state)).toEqual(['refused', 'refused', 'refused', 'refused', 'ready', 'refused'])
  })

  it('with the same code are one firm', () => {
    expect(read(['A1', '甲厂', 'x1', '湖塘镇'], ['A2', '甲厂', 'X 1', '牛塘镇'])[1]!.said).toContain('与第 2 行代码相同')
  })

  it('get the server’s word by their place in what was sent', () => {
    const lines = read(['', '坏', 'X', '湖塘镇'], ['A1', '甲', 'X1', '湖塘镇'], ['A2', '乙', 'X2', '湖塘镇'], ['A3', '丙', 'X3', '湖塘镇'])
    const sent = lines.slice(1)
    const told = { taken: ['A1'], refused: [{ row: '2', legacy_id: 'A2', reason: '错码' }] }
    expect(judged(lines, sent, told).map(({ state, said }) => [state, said])).toEqual([
      ['refused', '没有旧系统编号'], ['taken', ''], ['refused', '错码'], ['done', ''],
    ])
  })

  it('are foreseen one by one, and a firm in two batches is new once', () => {
    const lines = read(
      ['A1', '甲厂', 'X1', '湖塘镇'], ['A2', '乙厂', 'X2', '湖塘镇'], ['A3', '甲厂二', 'X1', '牛塘镇'], ['A4', '丙', 'X4', '湖塘镇'],
      ['A5', '丁', 'X5', '湖塘镇'],
    )
    const fate = (row: number, fate: Fate, code: string, enterprise_name = '', reason = '', ...doubts: string[]) => (
      { row, fate, code, enterprise: null, enterprise_name, reason, doubts })
    const first = foreseen(lines, lines.slice(0, 2), [fate(1, 'new', 'X1'), fate(2, 'joined', 'X2', '常州乙厂')])
    const both = foreseen(first, lines.slice(2), [
      fate(1, 'new', 'X1', '', '', '坐标距湖塘镇中心80公里'), fate(2, 'taken', '', '丙公司'), fate(3, 'refused', '', '', '错码'),
    ])
    expect(both.map(({ state, fate, said }) => [state, fate, said])).toEqual([
      ['ready', 'new', ''],
      ['ready', 'joined', '匹配到“常州乙厂”，代码相同，名称不同，请核对'],
      ['ready', 'site', '与第 2 行同一家企业；坐标距湖塘镇中心80公里'],
      ['taken', undefined, '在“丙公司”'],
      ['refused', undefined, '错码'],
    ])
    const chosen = both.filter(({ state }) => state === 'ready')
    expect(countsOf(chosen)).toEqual({ enterprises: 1, sites: 3, joined: 1 })
    expect(countsOf(chosen.slice(1))).toEqual({ enterprises: 1, sites: 2, joined: 1 })
  })

  it('are sent in batches', () => {
    expect(batches([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]])
    expect(batches([], 2)).toEqual([])
  })
})
