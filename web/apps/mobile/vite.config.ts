import { defineConfig, type Plugin } from 'vite'
import { app } from '../../app.config.ts'

/** files.json: everything the app is made of, for the service worker to keep pages that were not opened yet. */
function fileList(): Plugin {
  return {
    name: 'file-list',
    generateBundle(_options, bundle) {
      const files = Object.keys(bundle).filter((name) => !name.endsWith('.html')).map((name) => `/m/${name}`)
      this.emitFile({ type: 'asset', fileName: 'files.json', source: JSON.stringify([...files, '/m/icon.svg']) })
    },
  }
}

const base = app('mobile', '/m/')

export default defineConfig({ ...base, plugins: [...base.plugins ?? [], fileList()] })
