/** CloudFront function: a folder's address means its index page, which S3 does not know by itself. */
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name
function handler(event) {
  const request = event.request;
  if (request.uri.endsWith('/')) request.uri += 'index.html';
  return request;
}
