#!/usr/bin/env python3
"""Open pages of `faceoff serve`, without browsers: PORT, how many PAGES, for how many SECONDS.

Each does what the script of a page does: it asks for the status every two seconds, saying what it has
already, and loads the page again where that has changed. At the end it prints what it was sent.
"""

import asyncio
import json
import sys
import time

HOST = "127.0.0.1"
EVERY = 2


async def get(connection, port, path, tag):
    """The answer to a request for `path`: its status, its tag and its body."""
    reader, writer = connection
    known = f"If-None-Match: {tag}\r\n" if tag else ""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\n{known}\r\n".encode())
    await writer.drain()
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    first, *lines = head.split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
    code = int(first.split()[1])
    length = 0 if code == 304 else int(headers.get("content-length", 0))
    return code, headers.get("etag"), await reader.readexactly(length)


async def page(port, begin, end, count):
    """One open page."""
    await asyncio.sleep(begin)
    connection = await asyncio.open_connection(HOST, port)
    shown = status_tag = page_tag = None
    while time.time() < end:
        code, status_tag, body = await get(connection, port, "/status", status_tag)
        count[f"status {code}"] = count.get(f"status {code}", 0) + 1
        if code == 200 and json.loads(body)["page"] != shown:
            code, page_tag, body = await get(connection, port, "/", page_tag)
            count[f"page {code}"] = count.get(f"page {code}", 0) + 1
            shown = page_tag.strip('"')
        count["bytes"] = count.get("bytes", 0) + len(body)
        await asyncio.sleep(EVERY)


async def main():
    port, pages, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    count, end = {}, time.time() + seconds
    await asyncio.gather(*(page(port, EVERY * i / pages, end, count) for i in range(pages)))
    print(json.dumps(count))


asyncio.run(main())
