package proxy

import (
	"bytes"
	"crypto/sha256"
	"encoding/pem"
	"os"
)

// systemBundles are where systems keep the roots that they trust, in the order in which Go itself looks.
func systemBundles() []string {
	return []string{
		"/etc/ssl/certs/ca-certificates.crt",                // Debian, Ubuntu, Arch, Gentoo
		"/etc/pki/tls/certs/ca-bundle.crt",                  // Fedora, RHEL 6
		"/etc/ssl/ca-bundle.pem",                            // openSUSE
		"/etc/pki/tls/cacert.pem",                           // OpenELEC
		"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // RHEL 7 and later, Amazon Linux
		"/etc/ssl/cert.pem",                                 // Alpine, macOS, BSD
	}
}

// Trusted collects the roots that programs trust here without us: the system's, and those in the files named (a company's
// own, set in AWS_CA_BUNDLE, say). Only certificates are taken, each once. Files that cannot be read are left out.
func Trusted(own ...string) []byte {
	var out bytes.Buffer
	seen := map[[sha256.Size]byte]bool{}
	for _, data := range append([][]byte{system()}, read(own)...) {
		for len(data) > 0 {
			var block *pem.Block
			if block, data = pem.Decode(data); block == nil {
				break
			}
			sum := sha256.Sum256(block.Bytes)
			if block.Type != "CERTIFICATE" || seen[sum] {
				continue
			}
			seen[sum] = true
			out.Write(pem.EncodeToMemory(&pem.Block{Type: block.Type, Bytes: block.Bytes}))
		}
	}
	return out.Bytes()
}

// system is the first of the system's bundles that is there.
func system() []byte {
	for _, name := range systemBundles() {
		if data, err := os.ReadFile(name); err == nil && len(data) > 0 {
			return data
		}
	}
	return nil
}

func read(names []string) [][]byte {
	var all [][]byte
	for _, name := range names {
		if name == "" {
			continue
		}
		if data, err := os.ReadFile(name); err == nil {
			all = append(all, data)
		}
	}
	return all
}
