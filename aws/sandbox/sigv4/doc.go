// Package sigv4 verifies AWS Signature Version 4 as AWS's services do (Signature Version 4 signing process, AWS General
// Reference): in the Authorization header or in the query of a presigned request, for every service but S3, whose paths are
// signed differently. It knows neither services nor protocols; what is wrong is told as a kind, with AWS's own text.
package sigv4
