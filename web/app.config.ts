/** How every app of the workspace is built. An app's vite.config.ts is one call of this. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import legacy from '@vitejs/plugin-legacy'
import vue from '@vitejs/plugin-vue'
import type { Plugin, UserConfig } from 'vite'

const targets = ['chrome >= 86', 'firefox >= 115']

const smaller = promisify(gzip)
const WORTH_IT = 1024

/** The server gives `<asset>.gz` for `<asset>` to whoever can read it. Last of all: nobody else is to list these files. */
function compressed(): Plugin {
  let folder = ''
  return {
    name: 'compressed',
    apply: 'build',
    configResolved({ build }) { folder = join(build.outDir, 'assets') },
    async closeBundle() {
      const names = (await readdir(folder)).filter((name) => /\.(js|css|svg|json|wasm)$/.test(name))
      await Promise.all(names.map(async (name) => {
        const content = await readFile(join(folder, name))
        if (content.length > WORTH_IT)
          await writeFile(join(folder, `${name}.gz`), await smaller(content, { level: 9 }))
      }))
    },
  }
}

export function app(name: string, base: string): UserConfig {
  return {
    base,
    root: fileURLToPath(new URL(`./apps/${name}`, import.meta.url)),
    plugins: [
      vue(),
      // The targets all know ES modules, so only the missing built-ins are added. Legacy chunks would also
      // need inline scripts, which our content security policy forbids.
      legacy({ modernTargets: targets, modernPolyfills: true, renderLegacyChunks: false }),
      compressed(),
    ],
    build: {
      outDir: fileURLToPath(new URL(`./dist/${name}`, import.meta.url)),
      emptyOutDir: true,
      cssTarget: ['chrome86', 'firefox115'],
      // Data URLs would need `img-src data:` for nothing.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1200,
      // One file for all that the entry needs: left alone it becomes thirty, and a browser asks for six at a time.
      rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] } } },
      reportCompressedSize: false,
    },
    server: {
      // The developer's own `changqian web`. The host stays as the browser sees it: the CSRF check compares it with the origin.
      proxy: { '/api': { target: process.env['CHANGQIAN_WEB'] ?? 'http://127.0.0.1:8000', changeOrigin: false } },
    },
  }
}
