/** Which ledgers the user may fill from files, and which he may take along as files: asked once. */
import { api } from '@changqian/api'
import type { components } from '@changqian/api'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

type Schemas = components['schemas']
export type ImportDetail = Schemas['ImportDetail']
export type ImportRow = Schemas['ImportRow']
export type ImportField = Schemas['ImportColumn']
export type Proposal = Schemas['ImportProposal']
export type Match = Schemas['ImportMatch']
export type Export = Schemas['Export']
export type Import = Schemas['Import']

export const useTransfer = defineStore('transfer', () => {
  const importable = shallowRef<readonly Schemas['ImportLedger'][]>([])
  const exportable = shallowRef<readonly Schemas['ExportLedger'][]>([])
  let asked: Promise<void> | null = null

  async function ask(): Promise<void> {
    const [imports, exports] = await Promise.all([
      api.get<Schemas['ImportLedger'][]>('/api/imports/ledgers/', {}, { quiet: true }),
      api.get<Schemas['ExportLedger'][]>('/api/exports/ledgers/', {}, { quiet: true }),
    ])
    importable.value = imports
    exportable.value = exports
  }

  /** Without an answer nothing is offered, and the next page asks again. */
  function read(): Promise<void> {
    asked ??= ask().catch(() => { asked = null })
    return asked
  }

  return { importable, exportable, read }
})
