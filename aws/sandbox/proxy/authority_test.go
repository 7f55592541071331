package proxy

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestTheAuthorityVouchesForAWSNamesOnlyAndForADay(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	ca, err := newAuthority(now)
	if err != nil {
		t.Fatal(err)
	}
	if d := ca.cert.NotAfter.Sub(ca.cert.NotBefore); d != 24*time.Hour {
		t.Errorf("valid for %s", d)
	}
	critical := false
	for _, e := range ca.cert.Extensions {
		critical = critical || e.Id.String() == "2.5.29.30" && e.Critical
	}
	if !critical {
		t.Error("its name constraints are not critical")
	}
	if ca.key.Curve != elliptic.P256() {
		t.Error("not an ECDSA key on P-256")
	}
	roots := x509.NewCertPool()
	roots.AddCert(ca.cert)
	long := strings.Repeat("a", 60) + ".gateway.bedrock-agentcore.us-east-1.amazonaws.com"
	for host, want := range map[string]bool{
		"ssm.us-east-1.amazonaws.com": true, "x.auth.us-east-1.amazoncognito.com": true, long: true,
		"auth.atlassian.com": true, "api.atlassian.com": true, "atlassian.com": false, "www.atlassian.com": false,
		"example.com": false, "notamazonaws.com": false, "amazonaws.com.example.com": false,
	} {
		made, err := ca.leaf(host)
		if err != nil {
			t.Fatal(err)
		}
		_, err = made.Leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: host, CurrentTime: now})
		if (err == nil) != want {
			t.Errorf("%s: %v", host, err)
		}
		if _, err := made.Leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: host, CurrentTime: now.Add(24 * time.Hour)}); err == nil {
			t.Errorf("%s is vouched for after a day", host)
		}
	}
}

// TestAStolenKeyMakesNoOtherAuthority signs what the constraints forbid: an address, and an authority below this one.
func TestAStolenKeyMakesNoOtherAuthority(t *testing.T) {
	now := time.Now()
	ca, err := newAuthority(now)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(ca.cert)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	serial, _ := serialNumber()
	below, err := sign(&x509.Certificate{
		SerialNumber: serial, NotBefore: ca.cert.NotBefore, NotAfter: ca.cert.NotAfter, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign,
	}, ca.cert, &key.PublicKey, ca.key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := sign(&x509.Certificate{SerialNumber: serial, NotBefore: ca.cert.NotBefore, NotAfter: ca.cert.NotAfter, DNSNames: []string{"sts.amazonaws.com"}},
		below, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	middle := x509.NewCertPool()
	middle.AddCert(below)
	if _, err := leaf.Verify(x509.VerifyOptions{Roots: roots, Intermediates: middle, DNSName: "sts.amazonaws.com"}); err == nil {
		t.Error("an authority below ours is believed")
	}
}

func TestLeavesAreKeptAndBounded(t *testing.T) {
	ca, err := newAuthority(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	first, _ := ca.leaf("a.amazonaws.com")
	if again, _ := ca.leaf("a.amazonaws.com"); again != first {
		t.Error("a certificate is made twice")
	}
	for i := range leavesAtMost + 10 {
		if _, err := ca.leaf(strings.Repeat("a", i%50+1) + strings.Repeat("b", i/50) + ".amazonaws.com"); err != nil {
			t.Fatal(err)
		}
	}
	if len(ca.leaves) > leavesAtMost {
		t.Errorf("%d certificates are kept", len(ca.leaves))
	}
}

func TestTheBundleTakesCertificatesOnlyAndOnce(t *testing.T) {
	ca, err := newAuthority(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "company.pem")
	mixed := "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\nnoise\n" + string(ca.pem()) + string(ca.pem())
	if err := os.WriteFile(file, []byte(mixed), 0o600); err != nil {
		t.Fatal(err)
	}
	got := string(Trusted("", "/no/such/file", file, file))
	if strings.Contains(got, "PRIVATE") || strings.Count(got, string(ca.pem())) != 1 {
		t.Errorf("%d bytes, the certificate %d times", len(got), strings.Count(got, string(ca.pem())))
	}
	if len(system()) > 0 && strings.Count(got, "BEGIN CERTIFICATE") < 50 {
		t.Error("the system's roots are missing")
	}
}
