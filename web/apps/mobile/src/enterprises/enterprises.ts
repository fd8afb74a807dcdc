/** Firms as an inspector meets them: by name, by distance, by their code. */
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

export interface Near extends SiteRow { distance: number }

const EARTH = 6_371_000
const rad = (degrees: number): number => (degrees * Math.PI) / 180

/** Metres between two points on the sphere: a few per cent of nothing within a district. */
export function distance(a: { lon: number, lat: number }, b: { lon: number, lat: number }): number {
  const [dLat, dLon] = [rad(b.lat - a.lat), rad(b.lon - a.lon)]
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * Math.sin(dLon / 2) ** 2
  return 2 * EARTH * Math.asin(Math.sqrt(h))
}

/** 380 米 · 2.4 公里 */
export function far(metres: number): string {
  return metres < 995 ? `${Math.max(10, Math.round(metres / 10) * 10)} 米` : `${(metres / 1000).toFixed(1).replace('.0', '')} 公里`
}

/** A number that can be dialled: not one whose middle is hidden. */
export function dialled(phone: string): string {
  return phone && !phone.includes('*') ? `tel:${phone.replace(/[^\d+]/g, '')}` : ''
}
