// Posts values as JSON texts of a form, and gives the reply's JSON.
export async function post(address, token, values) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", token);
  for (const [name, value] of Object.entries(values)) data.set(name, JSON.stringify(value));
  const reply = await fetch(address, { method: "POST", body: data });
  if (!reply.ok) throw new Error(reply.statusText);
  return reply.json();
}
