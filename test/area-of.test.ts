import { expect, test } from 'vitest'
import { areaOf } from '../src/area-of.ts'

test.each<[paths: string[], title: string, area: string | undefined]>([
  [['src/crypto/tls/conn.go', 'src/crypto/tls/key.go', 'src/net/http/server.go'], 'x', 'crypto/tls'],
  [['src/runtime/proc.go'], 'x', 'runtime'],
  [['src/net/http/cookiejar/jar.go'], 'x', 'net/http'],
  [['src/net/testdata/hosts'], 'x', 'net'],
  [['src/cmd/compile/internal/ssa/rewrite.go'], 'x', 'cmd/compile'],
  [['pkg/kubelet/cm/manager.go'], 'x', 'kubelet/cm'],
  // What is about the code tells an area only where nothing else does.
  [['test/tls/groups.test.ts', 'docs/tls.md', 'docs/keys.md', 'src/kem/index.ts'], 'x', 'kem'],
  [['test/tls/groups.test.ts'], 'x', 'tls'],
  [['docs/tls.md'], 'x', 'docs'],
  [['.github/workflows/ci.yml', 'src/aead/stream.ts'], 'x', 'aead'],
  // Where no folder tells, the title does.
  [['README.md'], 'proposal: crypto/tls: add X', 'crypto/tls'],
  [[], 'x/crypto/ssh: refuse Y', 'crypto/ssh'],
  [[], 'fix(sign)!: refuse Y', 'sign'],
  [[], 'fix: refuse Y', undefined],
  [[], 'A word without a colon', undefined],
  [[], '<script>: x', undefined],
])('areaOf() of %j and "%s" is %s', (paths, title, area) => expect(areaOf({ paths, title })).toBe(area))
