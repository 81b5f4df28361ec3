// Passkeys: ask the browser to make one, or to prove that it has one, and send what it answers. A form that needs this
// is hidden until the module is here.

/** Read base64url as bytes. */
function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** Write bytes as base64url. */
function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function withBytes(list) {
  return (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));
}

async function make(options) {
  const user = { ...options.user, id: bytes(options.user.id) };
  const publicKey = { ...options, user, challenge: bytes(options.challenge) };
  publicKey.excludeCredentials = withBytes(options.excludeCredentials);
  const made = await navigator.credentials.create({ publicKey });
  const { attestationObject, clientDataJSON } = made.response;
  return told(made, { attestationObject: text(attestationObject), clientDataJSON: text(clientDataJSON) });
}

async function prove(options) {
  const publicKey = { ...options, challenge: bytes(options.challenge) };
  publicKey.allowCredentials = withBytes(options.allowCredentials);
  const found = await navigator.credentials.get({ publicKey });
  const { authenticatorData, clientDataJSON, signature } = found.response;
  return told(found, {
    authenticatorData: text(authenticatorData),
    clientDataJSON: text(clientDataJSON),
    signature: text(signature),
  });
}

function told(credential, response) {
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    const status = form.querySelector("[data-passkey-status]");
    status.textContent = "Følg det, din browser beder dig om.";
    try {
      const act = form.dataset.passkey === "create" ? make : prove;
      form.elements.answer.value = await act(JSON.parse(form.dataset.options));
    } catch {
      status.textContent = "Det blev afbrudt. Prøv igen, eller vælg en anden måde.";
      return;
    }
    form.requestSubmit();
  });
}
