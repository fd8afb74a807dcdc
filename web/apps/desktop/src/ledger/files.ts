/** Where stored files are, and which of a detail's fields are attachments. */
import type { FileRef } from '@changqian/api'

export const photoOf = (file: { id: number }): string => `/api/files/${file.id}/`
export const thumbOf = (file: { id: number }): string => `/api/files/${file.id}/thumb/`

/** `kind` is a media type or its first half. */
export function isPicture(file: FileRef): boolean {
  return /^(image|photo|picture)/.test(file.kind)
}

export function isFileRef(value: unknown): value is FileRef {
  return value !== null && typeof value === 'object' && 'id' in value && 'size' in value && 'kind' in value
}

/** The attachments of a detail, by the field they belong to. */
export function attachmentsOf(detail: Readonly<Record<string, unknown>>): { key: string, files: FileRef[] }[] {
  return Object.entries(detail).flatMap(([key, value]) =>
    Array.isArray(value) && value.length > 0 && value.every(isFileRef) ? [{ key, files: value }] : [])
}
