// What the server tells of an article to a page that does not edit it: the socket connects again for as long as the page's
// part is there.
const LOCK = 102;

// part: the element that wants the news; article: its number; tell: called with a message's first two bytes, and, where it
// is about the lock, whether there is one.
export function follow(part, article, tell) {
  const address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/articles/${article}`;
  let pause = 1000;
  const connect = () => {
    const socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    socket.addEventListener("message", ({ data }) => {
      pause = 1000;
      const [kind, sub] = new Uint8Array(data);
      // The lock comes as JSON, or as null.
      tell(kind, sub, kind === LOCK ? new TextDecoder().decode(data).endsWith("}") : null);
    });
    socket.addEventListener("close", ({ code }) => {
      if ((code >= 4400 && code < 4500) || !part.isConnected) return;
      setTimeout(connect, pause);
      pause = Math.min(pause * 2, 30000);
    });
  };
  connect();
}
