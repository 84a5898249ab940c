/** Grammars of refractor, each with the other names by which fences ask for it. */
const GRAMMARS = [
  'armasm arm-asm',
  'bash sh shell zsh',
  'c h',
  'cmake',
  'cpp c++ cc cxx hpp',
  'csharp c# cs',
  'css',
  'diff patch',
  'docker dockerfile',
  'elixir ex exs',
  'go golang',
  'go-module go-mod go.mod',
  'haskell hs',
  'hcl terraform tf',
  'ini conf cfg',
  'java',
  'javascript js mjs cjs',
  'json json5 jsonc',
  'jsx',
  'kotlin kt kts',
  'llvm',
  'lua',
  'makefile make mk',
  'markup html xml svg',
  'nasm asm s',
  'nix',
  'ocaml ml',
  'perl pl',
  'powershell ps1 pwsh',
  'protobuf proto',
  'python py',
  'ruby rb',
  'rust rs',
  'scala',
  'shell-session console sh-session shellsession',
  'sql',
  'swift',
  'toml',
  'tsx',
  'typescript ts mts cts',
  'yaml yml',
].map((names) => names.split(' '))

const BY_NAME = new Map(GRAMMARS.flatMap((names) => names.map((name) => [name, names[0] ?? name])))

/**
 * The grammar for the language that a fence names, in any case; undefined where none is known. One is listed when it gives the same whatever
 * others were loaded before, as markdown's and php's do not, and when nothing made to cost time takes it more than half a second, as it does zig's.
 */
export function grammarOf(language: string): string | undefined {
  return BY_NAME.get(language.toLowerCase())
}
