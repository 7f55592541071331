// Package testnet gives tests a network of their own, which has nothing but loopback: the callback addresses of the course have
// fixed ports (8501 to 8503), and somebody else on this machine may have them. Only tests import it.
package testnet
