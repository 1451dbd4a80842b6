#!/usr/bin/env bash
# openapi-backend 5.21.2: mockResponseForOperation gives an empty object for a property of `type: ["string", "null"]`, the
# way in which OpenAPI 3.1 writes a nullable string; with `type: string` it gives a string. A mock server therefore answers
# with values that its own document rejects.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent openapi-backend@5.21.2
cat > mock.js <<'JS'
const { OpenAPIBackend } = require('openapi-backend');
const mocked = async (type) => {
  const schema = { type: 'object', required: ['name'], properties: { name: { type } } };
  const api = new OpenAPIBackend({
    definition: {
      openapi: '3.1.0',
      info: { title: 't', version: '1' },
      paths: {
        '/': { get: { operationId: 'get', responses: { 200: { description: 'd', content: { 'application/json': { schema } } } } } },
      },
    },
    quick: true,
  });
  await api.init();
  return typeof api.mockResponseForOperation('get').mock.name;
};
(async () => console.log(await mocked('string'), await mocked(['string', 'null'])))();
JS
seen=$(node mock.js)
echo "$seen"
[ "$seen" = 'string object' ]
