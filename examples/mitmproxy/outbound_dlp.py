"""mitmproxy addon: asks `outbound-dlp serve` about each request before anything of it is sent.

    outbound-dlp serve --socket ~/.outbound-dlp/serve.sock
    mitmdump -s outbound_dlp.py --set outbound_dlp=unix:$HOME/.outbound-dlp/serve.sock

Over TCP: --set outbound_dlp=http://127.0.0.1:8090, with the token in the environment variable OUTBOUND_DLP_SERVE_TOKEN.
Whatever is not a clear yes is a 403. Needs mitmproxy 11 or later, and nothing besides.
"""

import asyncio
import base64
import json
import os
from urllib.parse import urlsplit

from mitmproxy import connection, ctx, http

BODY_BYTES = 8 * 1024 * 1024  # what the service reads; a longer body cannot be inspected, so nobody can approve it
CLIENT_CHECK_SECONDS = 0.5

UNREACHABLE = (
    "scan-failed",
    "This request could not be checked, so it was not sent. Tell the operator of this proxy if it happens again.",
)
UPGRADE = (
    "upgrade",
    "WebSockets and other protocol upgrades cannot be inspected here, so they are refused. Use plain HTTP requests.",
)


class OutboundDlp:
    def load(self, loader):
        loader.add_option(
            "outbound_dlp", str, "http://127.0.0.1:8090", "Where outbound-dlp serve listens: http://HOST:PORT or unix:PATH."
        )

    def running(self):
        ctx.options.update(
            # Otherwise mitmproxy looks up and connects to a host as soon as a client names it, before anything was checked.
            connection_strategy="lazy",
            # A streamed body is sent on while it arrives, before `request` is called.
            stream_large_bodies=None,
            # What is no HTTP cannot be inspected.
            rawtcp=False,
        )

    def requestheaders(self, flow: http.HTTPFlow):
        flow.request.stream = False  # whatever another addon said

    async def request(self, flow: http.HTTPFlow):
        if flow.response is not None:
            return
        if "upgrade" in flow.request.headers:
            flow.response = refusal(*UPGRADE)
            return
        try:
            flow.response = await while_connected(flow, check(flow))
        except Exception:  # its text may quote the request
            flow.response = refusal(*UNREACHABLE)

    def tcp_message(self, flow):
        blank(flow)

    def udp_message(self, flow):
        blank(flow)


def blank(flow):
    """What is no HTTP, for a host that `tcp_hosts` names: nothing of what the client says is sent."""
    if flow.messages[-1].from_client:
        flow.messages[-1].content = b""


async def check(flow: http.HTTPFlow):
    """None for a request that may leave, else the answer to give."""
    status, body = await post("/v1/check", json.dumps(described(flow)).encode())
    if status == 200 and json.loads(body)["action"] == "forward":
        return None
    if status == 403:
        return http.Response.make(403, body, {"content-type": "application/json", "cache-control": "no-store"})
    return refusal(*UNREACHABLE)


def described(flow: http.HTTPFlow) -> dict:
    request = flow.request
    content = request.raw_content
    whole = content is not None and len(content) <= BODY_BYTES
    return {
        "method": request.method,
        "url": request.url,
        "headers": pairs(request.headers),
        "trailers": pairs(request.trailers),
        "bodyBase64": base64.b64encode((content or b"")[:BODY_BYTES]).decode(),
        "bodyComplete": whole,
        "client": flow.client_conn.peername[0] if flow.client_conn.peername else "",
    }


def pairs(fields) -> list:
    """Each byte as one character, as Node's own headers are."""
    return [[name.decode("latin-1"), value.decode("latin-1")] for name, value in fields.fields] if fields else []


def refusal(because: str, message: str) -> http.Response:
    body = json.dumps({"error": "request_denied", "because": because, "message": message}) + "\n"
    return http.Response.make(403, body, {"content-type": "application/json", "cache-control": "no-store"})


async def while_connected(flow: http.HTTPFlow, checking):
    """Waits for the verdict; a client that leaves ends the wait, and with it the hold."""
    task = asyncio.ensure_future(checking)
    try:
        while not task.done():
            await asyncio.wait([task], timeout=CLIENT_CHECK_SECONDS)
            if not flow.client_conn.state & connection.ConnectionState.CAN_READ:
                break
        return task.result() if task.done() else refusal(*UNREACHABLE)
    finally:
        task.cancel()


async def post(path: str, body: bytes):
    """One HTTP/1.1 exchange on a connection of its own, which stays open while the request is held: closing it ends the hold."""
    place = ctx.options.outbound_dlp
    if place.startswith("unix:"):
        reader, writer = await asyncio.open_unix_connection(place.removeprefix("unix:"))
        host = "localhost"
    else:
        url = urlsplit(place)
        reader, writer = await asyncio.open_connection(url.hostname, url.port or 80)
        host = url.netloc
    try:
        token = os.environ.get("OUTBOUND_DLP_SERVE_TOKEN")
        head = [
            f"POST {path} HTTP/1.1",
            f"Host: {host}",
            "Connection: close",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            *([f"Authorization: Bearer {token}"] if token else []),
        ]
        writer.write("\r\n".join([*head, "", ""]).encode() + body)
        await writer.drain()
        start, _, answer = (await reader.read()).partition(b"\r\n\r\n")
        status = int(start.split(b" ", 2)[1])
        lengths = [line for line in start.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        if len(lengths) != 1 or int(lengths[0].split(b":")[1]) != len(answer):
            raise ValueError("the answer was cut short")
        return status, answer
    finally:
        writer.close()


addons = [OutboundDlp()]
