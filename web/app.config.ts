/** How every app of the workspace is built. An app's vite.config.ts is one call of this. */
import { fileURLToPath } from 'node:url'
import legacy from '@vitejs/plugin-legacy'
import vue from '@vitejs/plugin-vue'
import type { UserConfig } from 'vite'

const targets = ['chrome >= 86', 'firefox >= 115']

export function app(name: string, base: string): UserConfig {
  return {
    base,
    root: fileURLToPath(new URL(`./apps/${name}`, import.meta.url)),
    plugins: [
      vue(),
      // The targets all know ES modules, so only the missing built-ins are added. Legacy chunks would also
      // need inline scripts, which our content security policy forbids.
      legacy({ modernTargets: targets, modernPolyfills: true, renderLegacyChunks: false }),
    ],
    build: {
      outDir: fileURLToPath(new URL(`./dist/${name}`, import.meta.url)),
      emptyOutDir: true,
      cssTarget: ['chrome86', 'firefox115'],
      // Data URLs would need `img-src data:` for nothing.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1200,
      reportCompressedSize: false,
    },
    server: {
      // The developer's own `changqian web`. The host stays as the browser sees it: the CSRF check compares it with the origin.
      proxy: { '/api': { target: process.env['CHANGQIAN_WEB'] ?? 'http://127.0.0.1:8000', changeOrigin: false } },
    },
  }
}
