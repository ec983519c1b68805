# A client in Python: openai, where it is installed, or else http.client. It prints a streamed answer, and the
# call of a tool.
import http.client
import json
import os
from urllib.parse import urlsplit

base_url = os.environ["OPENAI_BASE_URL"]
api_key = os.environ["OPENAI_API_KEY"]


def request_of(question, stream=False):
    messages = [{"role": "user", "content": question}]
    return {"model": "gpt-5", "messages": messages, "stream": stream}


class PlainClient:
    def post(self, body):
        base = urlsplit(base_url)
        server = http.client.HTTPConnection(base.hostname, base.port)
        headers = {"authorization": f"Bearer {api_key}", "content-type": "application/json"}
        server.request("POST", f"{base.path}/chat/completions", json.dumps(body), headers)
        return server.getresponse()

    def stream(self, question):
        for line in self.post(request_of(question, stream=True)):
            data = line.decode().removeprefix("data: ").strip()
            if data and data != "[DONE]":
                yield json.loads(data)["choices"][0]["delta"].get("content") or ""

    def arguments(self, question):
        message = json.load(self.post(request_of(question)))["choices"][0]["message"]
        return message["tool_calls"][0]["function"]["arguments"]


class OpenAIClient:
    def __init__(self, openai):
        self.completions = openai.OpenAI().chat.completions

    def stream(self, question):
        for chunk in self.completions.create(**request_of(question, stream=True)):
            yield chunk.choices[0].delta.content or ""

    def arguments(self, question):
        message = self.completions.create(**request_of(question)).choices[0].message
        return message.tool_calls[0].function.arguments


try:
    import openai

    client = OpenAIClient(openai)
except ImportError:
    client = PlainClient()

print("".join(client.stream("Oh, hello")))
print(client.arguments("Which tool?"))
