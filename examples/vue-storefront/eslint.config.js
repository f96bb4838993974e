import skipFormatting from '@vue/eslint-config-prettier/skip-formatting'
import { defineConfigWithVueTs, vueTsConfigs } from '@vue/eslint-config-typescript'
import vue from 'eslint-plugin-vue'
import { globalIgnores } from 'eslint/config'

export default defineConfigWithVueTs(
  globalIgnores(['dist/', 'src/api/schema.d.ts']),
  vue.configs['flat/recommended'],
  vueTsConfigs.recommended,
  skipFormatting,
  { rules: { 'vue/require-default-prop': 'off' } }, // TypeScript checks optional props.
)
