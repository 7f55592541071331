// Package sandbox is the practice cloud: AWS's APIs, hosted pages and OAuth endpoints, as far as the workshop meets them,
// behind one http.Handler.
//
// Rules of this layer: it carries requests to services and answers back, and knows no service's business. It is reached
// over loopback or in process, never from elsewhere, and every answer says that it comes from a practice cloud. It could
// be another company's cloud: nothing in it depends on the rest of this program.
package sandbox
