"""Ask a server, and print the pieces of its answer: python3 ask.py "Hello?" """

import http.client
import json
import os
import sys
from urllib.parse import urlsplit

base = urlsplit(os.environ.get("OPENAI_BASE_URL", "http://127.0.0.1:3000/v1"))
key = os.environ.get("OPENAI_API_KEY", "test-key")
question = {"role": "user", "content": sys.argv[1]}
body = json.dumps({"model": "gpt-5", "messages": [question], "stream": True})
headers = {"authorization": f"Bearer {key}", "content-type": "application/json"}

server = http.client.HTTPConnection(base.hostname, base.port)
server.request("POST", f"{base.path}/chat/completions", body, headers)
answer = server.getresponse()
if answer.status != 200:
    sys.exit(json.load(answer)["error"]["message"])

for line in answer:
    data = line.decode().removeprefix("data: ").strip()
    if data.startswith("{"):
        for choice in json.loads(data)["choices"]:
            print(choice["delta"].get("content") or "", end="", flush=True)
print()
