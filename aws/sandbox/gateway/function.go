package gateway

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// practiceNote is in every answer of a built-in function, so that nobody takes it for the truth about a network.
const practiceNote = "Practice answer: the practice cloud made it up from the arguments. It looked at no network."

// functions are the Lambda functions of the workshop, by name. There is no other Lambda in the practice cloud.
func functions() map[string]func(tool string, in core.Object) core.Object {
	return map[string]func(string, core.Object) core.Object{
		"dns-resolve-tool": resolveName, "connectivity-tool": checkPath, "cloudwatch-tools": readMetrics,
	}
}

// invokeFunction runs a built-in function, whichever account's its ARN is.
func invokeFunction(arn, tool string, in core.Object) (string, error) {
	parts := strings.Split(arn, ":") // arn:aws:lambda:region:account:function:name[:qualifier]
	if len(parts) < 7 {
		return "", &toolFault{"ResourceNotFoundException: Function not found: " + arn}
	}
	run := functions()[parts[6]]
	if run == nil {
		return "", &toolFault{"ResourceNotFoundException: Function not found: " + arn +
			" (the practice cloud has the functions dns-resolve-tool, connectivity-tool and cloudwatch-tools)"}
	}
	out := run(tool, in)
	out["practice"], out["note"] = true, practiceNote
	data, err := json.Marshal(out)
	return string(data), err
}

// dice is a number that is always the same for the same words.
func dice(words ...string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(strings.Join(words, "\x00"))) // a hash never fails
	return h.Sum32()
}

// argument is the first of the named arguments that was given, as text.
func argument(in core.Object, otherwise string, names ...string) string {
	for _, name := range names {
		if value, ok := in[name]; ok && value != nil && value != "" {
			return fmt.Sprint(value)
		}
	}
	return otherwise
}

// resolveName answers for dns-resolve-tool: addresses of a private hosted zone, and the instance that has them.
func resolveName(_ string, in core.Object) core.Object {
	name := strings.TrimSuffix(argument(in, "app-frontend.practice.internal", "dns_name", "hostname", "domain", "name"), ".")
	if !strings.Contains(name, ".") {
		return core.Object{"dns_name": name, "status": "NXDOMAIN", "addresses": []string{}}
	}
	n := dice(name)
	return core.Object{
		"dns_name": name, "status": "NOERROR", "record_type": "A", "ttl": 300,
		"addresses":   []string{fmt.Sprintf("10.%d.%d.%d", n%4, n>>8%250, 4+n>>16%250)},
		"instance_id": fmt.Sprintf("i-%08x%09x", n, dice(name, "instance")), "hosted_zone": name[strings.Index(name, ".")+1:],
	}
}

// checkPath answers for connectivity-tool: whether a path through the network is open. Web ports are, others are closed by a
// security group, so that there is something to find.
func checkPath(tool string, in core.Object) core.Object {
	from := argument(in, "i-source", "source_resource", "source", "source_id", "from")
	to := argument(in, "i-destination", "destination_resource", "destination", "destination_id", "target", "to")
	port := argument(in, "443", "port", "destination_port")
	out := core.Object{
		"tool": tool, "source": from, "destination": to, "port": port, "protocol": argument(in, "tcp", "protocol"),
		"network_insights_path_id": fmt.Sprintf("nip-%08x%09x", dice(from, to), dice(to, from)),
	}
	if port == "80" || port == "443" {
		out["reachable"], out["explanation"] = true, "A route, the network ACLs and the security groups let the traffic through."
		return out
	}
	out["reachable"] = false
	out["explanation"] = "No inbound rule of the destination's security group allows port " + port + "."
	out["security_group_id"] = fmt.Sprintf("sg-%08x%09x", dice(to), dice(to, "sg"))
	return out
}

// readMetrics answers for cloudwatch-tools: a few points of a metric.
func readMetrics(tool string, in core.Object) core.Object {
	metric, resource := argument(in, "CPUUtilization", "metric_name", "metric"), argument(in, "i-practice", "resource_id", "instance_id", "resource")
	points := make([]core.Object, 0, 5)
	for i := range 5 {
		points = append(points, core.Object{"minutes_ago": 5 * (4 - i), "average": float64(dice(metric, resource, fmt.Sprint(i))%1000) / 10})
	}
	return core.Object{
		"tool": tool, "namespace": argument(in, "AWS/EC2", "namespace"), "metric_name": metric, "resource_id": resource, "unit": "Percent", "datapoints": points,
		"alarms": []string{},
	}
}
