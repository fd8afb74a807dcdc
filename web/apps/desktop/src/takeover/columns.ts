/** Which column of the given table holds what: guessed from its name, corrected by hand. */
import { labels } from '@changqian/api'
import type { Schemas } from '@changqian/ledgers'

export type LegacyRow = Schemas['LegacyRowInput']
export type Field = keyof LegacyRow
/** By field the number of its column. */
export type Mapping = Partial<Record<Field, number>>

export const LABELS: Readonly<Record<Field, string>> = labels.fields.LegacyRowInput
export const FIELDS = Object.keys(LABELS) as Field[]
const FACTS: Readonly<Partial<Record<Field, { required?: boolean, max?: number }>>> = labels.inputs.LegacyRowInput
export const isRequired = (field: Field): boolean => FACTS[field]?.required ?? false
export const longest = (field: Field): number => FACTS[field]?.max ?? Infinity

/** How other systems call it. */
const ALSO: Partial<Record<Field, readonly string[]>> = {
  legacy_id: ['编号', 'id', '企业编号', '企业id', '系统编号', '主键', '序号'],
  uscc: ['信用代码', '社会信用代码', '统一信用代码', '营业执照号', 'uscc'],
  legacy_reg_no: ['注册号', '工商注册号', '营业执照注册号'],
  name: ['名称', '企业', '单位名称', '公司名称', '企业全称'],
  region: ['区划', '行政区划', '行政区划代码', '所属区划', '属地', '所属属地', '镇街', '所属镇街', '乡镇街道', '所在镇街'],
  site_name: ['场所', '厂区', '厂区名称'],
  address: ['企业地址', '详细地址', '注册地址', '生产地址', '经营地址', '生产经营地址'],
  industry: ['行业', '国民经济行业', '国民经济行业代码'],
  legal_person: ['法人', '法人代表', '法定代表人姓名'],
  staff_count: ['职工人数', '员工人数', '从业人员', '从业人员数', '人数'],
  lon: ['x坐标', 'lng', 'lon', 'longitude'],
  lat: ['y坐标', 'lat', 'latitude'],
  datum: ['坐标系', '坐标系统'],
  contact: ['联系人姓名', '安全负责人'],
  contact_phone: ['电话', '手机', '手机号', '手机号码', '联系方式', '联系人电话'],
}

/** Without what people add to a name: spaces, stars, units and remarks in brackets. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[（(【[].*?[）)】\]]/g, '').replace(/[\s*:：_-]/g, '')
}

export function guess(header: readonly string[]): Mapping {
  const names = header.map(plain)
  const mapping: Mapping = {}
  for (const known of [(field: Field) => [LABELS[field], field], (field: Field) => ALSO[field] ?? []]) {
    for (const field of FIELDS) {
      const taken = new Set(Object.values(mapping))
      const at = names.findIndex((name, n) => !taken.has(n) && known(field).map(plain).includes(name))
      if (mapping[field] === undefined && at >= 0)
        mapping[field] = at
    }
  }
  return mapping
}

/** What must be said before any row can be read. */
export function missing(mapping: Mapping): string[] {
  const absent = FIELDS.filter((field) => isRequired(field) && mapping[field] === undefined).map((field) => LABELS[field])
  return mapping.uscc === undefined && mapping.legacy_reg_no === undefined
    ? [...absent, `${LABELS.uscc}或${LABELS.legacy_reg_no}`]
    : absent
}
