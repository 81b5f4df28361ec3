// Whoever has logged out leaves nothing in this window: what was saved is on the server.

try {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith("kuidocs:")) sessionStorage.removeItem(key);
} catch {
  // A browser that forbids the store has nothing in it.
}
