import type { ServerResponse } from 'node:http';

/** The page of a laptop's identity provider: one button for the usual case, a form for every other. */
export function signInPage(response: ServerResponse, uid: string, groups: string[]): void {
  const action = `/_local/oidc/interaction/${uid}`;
  const options = groups.map((group) => `<option>${group}</option>`).join('');
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Sign in</title><style>
:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:24rem;margin:12vh auto;padding:0 1rem}h1{font-size:1.4rem}
label,input,select,button{display:block;width:100%;font:inherit}input,select,button{padding:.6rem;margin:.2rem 0 1rem;border:1px solid #8889;border-radius:.4rem}
button{cursor:pointer}.first{background:#0b57a4;color:#fff;border-color:#0b57a4}:focus-visible{outline:3px solid #5b9bd8;outline-offset:2px}</style></head><body>
<h1>Sign in on this computer</h1><p>This page stands in for the user pool. It asks for no password.</p>
<form method="post" action="${action}"><input type="hidden" name="email" value="editor@rundbrief.example"><button class="first">Sign in as editor@rundbrief.example</button></form>
<details><summary>Someone else</summary><form method="post" action="${action}"><label for="email">Email</label><input id="email" name="email" type="email" required autocomplete="username">
<label for="password">Password (any)</label><input id="password" name="password" type="password" autocomplete="current-password">
${options ? `<label for="group">Group</label><select id="group" name="group">${options}</select>` : ''}<button>Sign in</button></form></details></body></html>`;
  const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'";
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-store',
  });
  response.end(html);
}
