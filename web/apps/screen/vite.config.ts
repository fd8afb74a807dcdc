import { defineConfig } from 'vite'
import { app } from '../../app.config.ts'

export default defineConfig(app('screen', '/screen/'))
