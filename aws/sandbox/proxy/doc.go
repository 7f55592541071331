// Package proxy lets programs that know nothing of the practice cloud use it: an HTTPS forward proxy on loopback. The AWS
// hosts of this workshop end here, under certificates of an authority that lives in memory for a day and can vouch for AWS
// names only; AWS hosts that the practice cloud does not have are refused by name, so that no script falls through to the
// real AWS by accident; all others go where they belong. The package knows neither the cloud nor its services.
package proxy
