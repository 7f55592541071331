package proxy

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"sync"
	"time"
)

const (
	// lifetime is how long an authority, and all that it vouches for, is valid.
	lifetime = 24 * time.Hour
	// head start lets clients use a certificate whose clocks are a little behind.
	headStart = 5 * time.Minute
	// leavesAtMost bounds the memory that names of hosts can take.
	leavesAtMost = 256
)

// authority is a certificate authority whose key never leaves the memory of this process.
type authority struct {
	key  *ecdsa.PrivateKey
	cert *x509.Certificate

	mu     sync.Mutex
	leaves map[string]*tls.Certificate
}

// newAuthority makes an authority that is valid for a day from now and, by critical name constraints (RFC 5280, 4.2.1.10),
// for no other names than those that the practice cloud answers for: should its key ever get out, it opens nothing else.
func newAuthority(now time.Time) (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := serialNumber()
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{Organization: []string{"agentcore-workshop"}, CommonName: "agentcore-workshop practice cloud " + serial.Text(16)[:8]},
		NotBefore:    now.Add(-headStart), NotAfter: now.Add(lifetime - headStart),
		IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true,
		KeyUsage:                    x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		PermittedDNSDomainsCritical: true,
		PermittedDNSDomains:         []string{"amazonaws.com", "amazoncognito.com", "auth.atlassian.com", "api.atlassian.com"},
		ExcludedIPRanges:            []*net.IPNet{everyIP(net.IPv4len), everyIP(net.IPv6len)},
	}
	cert, err := sign(template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	return &authority{key: key, cert: cert, leaves: map[string]*tls.Certificate{}}, nil
}

func everyIP(length int) *net.IPNet {
	return &net.IPNet{IP: make(net.IP, length), Mask: make(net.IPMask, length)}
}

// leaf is the certificate for one host, valid as long as the authority is.
func (a *authority) leaf(host string) (*tls.Certificate, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if known := a.leaves[host]; known != nil {
		return known, nil
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := serialNumber()
	if err != nil {
		return nil, err
	}
	// The host stands in the alternative name alone: a common name holds 64 characters, and hosts may be longer.
	cert, err := sign(&x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{Organization: []string{"agentcore-workshop practice cloud"}},
		NotBefore: a.cert.NotBefore, NotAfter: a.cert.NotAfter, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames: []string{host},
	}, a.cert, &key.PublicKey, a.key)
	if err != nil {
		return nil, err
	}
	if len(a.leaves) >= leavesAtMost {
		clear(a.leaves)
	}
	made := &tls.Certificate{Certificate: [][]byte{cert.Raw, a.cert.Raw}, PrivateKey: key, Leaf: cert}
	a.leaves[host] = made
	return made, nil
}

// pem is the authority's certificate as files hold it.
func (a *authority) pem() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.cert.Raw})
}

func sign(template, parent *x509.Certificate, public *ecdsa.PublicKey, key *ecdsa.PrivateKey) (*x509.Certificate, error) {
	der, err := x509.CreateCertificate(rand.Reader, template, parent, public, key)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}

// serialNumber has 127 random bits below a leading one, so that its hexadecimal form never runs short.
func serialNumber() (*big.Int, error) {
	n, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 126))
	if err != nil {
		return nil, err
	}
	return n.SetBit(n, 126, 1), nil
}
