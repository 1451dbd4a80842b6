#!/usr/bin/env bash
# Node 24.21.0: `findPackageJSON` of node:module is documented to return undefined where no package.json is found. For the
# URL of a file without any package.json above it, it returns the path of the file itself, so that a caller who reads the
# result as JSON fails on the file's content. Where there is a package.json, it is found.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/node" "$folder/none" "$folder/package"
(cd "$folder/node" && npm init -y >/dev/null && npm install --no-audit --no-fund --silent node@24.21.0)
echo '{ "type": "commonjs" }' > "$folder/package/package.json"
touch "$folder/none/file.js" "$folder/package/file.js"
cat > "$folder/none/find.mjs" <<'JS'
import { findPackageJSON } from 'node:module';
import { pathToFileURL } from 'node:url';
for (const file of process.argv.slice(2)) console.log(findPackageJSON(pathToFileURL(file)));
JS
seen=$("$folder/node/node_modules/.bin/node" "$folder/none/find.mjs" "$folder/none/file.js" "$folder/package/file.js")
seen=${seen//$folder/FOLDER}
echo "$seen"
[ "$seen" = $'FOLDER/none/file.js\nFOLDER/package/package.json' ]
