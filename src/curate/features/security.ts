import { type Feature, some } from './feature.ts'

const ADVISORY = /\b(CVE-\d{4}-\d{4,}|GHSA(-[0-9a-z]{4}){3})\b/i

/** Whether a text names an advisory. */
export const namesAdvisory = (text: string): boolean => ADVISORY.test(text)

/** What bears on security. The words alone ("security") say little; an advisory says all. */
export const SECURITY: readonly Feature[] = [
  {
    id: 'advisory',
    words: 'security',
    // Release notes leave out what went out in a patch before; whoever is paid to watch does not.
    prior: 1,
    fixed: true,
    of: ({ all }) => (all.some(({ item }) => item.kind === 'vulnerability') ? undefined : Number(all.some(({ text }) => namesAdvisory(text)))),
  },
  {
    id: 'trouble',
    words: 'about a crash, a race or a leak',
    prior: 0.1,
    of: some(({ subject }) =>
      /\b(panics?|crash(es|ing)?|hangs?|deadlocks?|leaks?|data race|races?|overflows?|out[- ]of[- ]bounds|infinite loop)\b/i.test(subject.text),
    ),
  },
  {
    id: 'hardening',
    words: 'hardens something',
    prior: 0.3,
    of: some(({ text }) =>
      /\b(vulnerab\w+|attack(s|ers?)?|constant[- ]time|side[- ]channel|denial of service|sanitiz\w+|untrusted|malicious|XSS|CSRF|SSRF|RCE|remote code execution|privilege escalation|sandbox escape|use[- ]after[- ]free|double free|path traversal|directory traversal|(?:sql|command|code|header|template|argument) injection|(?:leak|expos|disclos)\w* (?:\w+ ){0,2}(?:credentials?|tokens?|secrets?|passwords?|keys?|cookies?|authorization))\b/i.test(
        text,
      ),
    ),
  },
]
