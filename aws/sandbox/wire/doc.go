// Package wire turns HTTP into operations and back, for the three protocols that the workshop's services speak: JSON 1.1,
// Query with XML answers, and REST with JSON.
//
// Rules of this layer: everything it knows comes from one table, extracted from AWS's own service models. It holds no
// state, knows no service by name except where AWS itself deviates, and never lets a sensitive value into an error text.
// Answers keep only members that the model has, so that nothing of a service's inner state can leak.
package wire
