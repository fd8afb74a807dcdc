/** Firms as an inspector meets them: by name, by distance, by their code. */
import { api } from '@changqian/api'

export interface EnterpriseRow {
  id: number
  name: string
  uscc: string
  address: string
  region_name: string
  status: string
  supervised_industry: string
  scale: string
  staff_count: number | null
  contact: string
  contact_phone: string
  legal_person: string
  site_count: number
  tags: string[]
}

export interface SiteRow {
  id: number
  enterprise: number
  enterprise_name: string
  name: string
  address: string
  region_name: string
  lon: number | null
  lat: number | null
  status: string
  contact: string
  contact_phone: string
  staff_count: number | null
}

export interface EnterpriseDetail extends EnterpriseRow { sites: SiteRow[], sites_elsewhere: number, version: number }

/** A site within the radius asked for, nearest first. */
export interface Near extends Pick<SiteRow, 'id' | 'name' | 'enterprise' | 'enterprise_name' | 'region_name' | 'address' | 'lon' | 'lat'> { metres: number }

/** 380 米 · 2.4 公里 */
export function far(metres: number): string {
  return metres < 995 ? `${Math.max(10, Math.round(metres / 10) * 10)} 米` : `${(metres / 1000).toFixed(1).replace('.0', '')} 公里`
}

/** A number that can be dialled: not one whose middle is hidden. */
export function dialled(phone: string): string {
  return phone && !phone.includes('*') ? `tel:${phone.replace(/[^\d+]/g, '')}` : ''
}

/** Ask for the number of a site, which lists hide, and dial it; '' when it dials, else why not. */
export async function call(site: number): Promise<string> {
  const { phone } = await api.post<{ contact: string, phone: string }>(`/api/sites/${site}/call/`)
  const link = dialled(phone)
  if (!link)
    return '这个场所没有登记联系电话'
  location.assign(link)
  return ''
}
