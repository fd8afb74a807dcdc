import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'
import { app } from '../../app.config.ts'

/** files.json: everything the app is made of, for the service worker to keep pages that were not opened yet. */
function fileList(): Plugin {
  return {
    name: 'file-list',
    apply: 'build',
    // Workers are bundled apart, so the folder is read and not the bundle.
    writeBundle({ dir = '' }) {
      const files = readdirSync(join(dir, 'assets')).map((name) => `/m/assets/${name}`)
      writeFileSync(join(dir, 'files.json'), JSON.stringify([...files, '/m/icon.svg']))
    },
  }
}

const base = app('mobile', '/m/')

export default defineConfig({ ...base, plugins: [...base.plugins ?? [], fileList()] })
