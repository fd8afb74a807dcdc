import stylistic from '@stylistic/eslint-plugin'
import compat from 'eslint-plugin-compat'
import vue from 'eslint-plugin-vue'
import globals from 'globals'
import tseslint from 'typescript-eslint'

/** Which imports a part of the workspace may not have. Packages never know the apps; `ui` never knows the API. */
function forbid(files, patterns) {
  return {
    files,
    rules: { 'no-restricted-imports': ['error', { patterns: patterns.map(([group, message]) => ({ group, message })) }] },
  }
}

const apps = [['@changqian/desktop*', '@changqian/mobile*', '@changqian/screen*', '**/apps/**'], 'packages 不引用 apps']
const kits = [['element-plus*', 'vant*'], '界面组件库只在各自的 app 中使用']
const api = [['@changqian/api*', '**/api/**'], 'ui、ledger、map 不知道接口']
const ledgers = [['@changqian/ledgers*'], '只有 app 引用台账定义']

export default tseslint.config(
  { ignores: ['dist', '**/node_modules', 'packages/api/schema.d.ts', 'packages/api/labels.ts'] },
  ...tseslint.configs.recommended,
  ...vue.configs['flat/recommended'],
  stylistic.configs.customize({ indent: 2, quotes: 'single', semi: false, braceStyle: '1tbs', arrowParens: true }),
  {
    files: ['**/*.{ts,js,mjs,vue}'],
    languageOptions: {
      parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.vue'] },
      globals: { ...globals.browser },
    },
    rules: {
      '@stylistic/max-len': ['error', { code: 130, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreUrls: true }],
      '@stylistic/max-statements-per-line': ['error', { max: 2 }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@stylistic/member-delimiter-style': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 500 }],
      'no-console': 'error',
      'no-undef': 'off',
      'vue/multi-word-component-names': 'off',
      'vue/require-default-prop': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': ['error', { html: { void: 'always' } }],
      'vue/component-name-in-template-casing': ['error', 'PascalCase'],
      'vue/no-v-html': 'error',
      // A static style attribute is an inline style to the content security policy; a bound one is not.
      'vue/no-static-inline-styles': 'error',
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
    },
  },
  { ...compat.configs['flat/recommended'], files: ['apps/*/src/**', 'apps/*/public/*.js', 'packages/**'], ignores: ['**/*.test.ts'] },
  { files: ['**/*.config.{ts,js}', 'tools/**', '**/*.test.ts'], languageOptions: { globals: globals.node } },
  forbid(['packages/ui/**'], [apps, kits, api, ledgers, [['@changqian/*'], 'ui 是最底层']]),
  forbid(['packages/api/**'], [apps, kits, ledgers, [['@changqian/*'], 'api 不引用其他包']]),
  forbid(['packages/ledger/**'], [apps, kits, api, ledgers]),
  forbid(['packages/ledgers/**'], [apps, kits]),
  forbid(['packages/map/**'], [apps, kits, api, ledgers]),
  forbid(['packages/player/**'], [apps, kits, api, ledgers, [['@changqian/*'], 'player 不引用其他包']]),
  forbid(['packages/{offline,scan}/**'], [apps, kits, api, ledgers, [['@changqian/*'], 'offline 和 scan 不引用其他包']]),
)
