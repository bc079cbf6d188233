// One request for JSON. Throws where the network does not answer; else the status and what came, null where no JSON.

let newest = ""; // after a sign-in in another tab the page's own token no longer holds; polling brings the new one

const token = () => newest || JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";

export const request = async (url, payload) => {
  const headers = { Accept: "application/json" };
  if (payload) Object.assign(headers, { "Content-Type": "application/json", "X-CSRFToken": token() });
  const response = await fetch(url, {
    method: payload ? "POST" : "GET",
    headers,
    credentials: "same-origin",
    body: payload && JSON.stringify(payload),
  });
  let data = null;
  try { data = await response.json(); } catch (none) { /* a page for people: the status says enough */ }
  if (data && data.token) newest = data.token;
  return { status: response.status, data };
};
