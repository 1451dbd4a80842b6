/**
 * `node:http` without what importing it sets off. An import asks a module of Node's for every one of its exports, and
 * some of this one's are made only when asked for: `fetch` and WebSockets, tens of milliseconds of a cold start for
 * what no function uses. The bundler puts this in the module's place, in the AWS SDK too.
 */
const http = process.getBuiltinModule('node:http');

export const { Agent, request } = http;
export default http;
