package diagnose

import "agentcore-workshop/steps/text"

// ofParameters are the faults of the parameters.
func ofParameters() []Fault {
	return []Fault{
		{
			Name: "parameter-missing", Arg: "NAME", Repairable: true,
			Title:   text.T{En: "A parameter is gone", Ko: "파라미터가 없습니다"},
			Symptom: text.T{En: "ParameterNotFound in the scripts of the next steps.", Ko: "다음 단계의 스크립트에서 ParameterNotFound가 나옵니다."},
			Breaks:  []string{"parameter.machine_client_id"},
		},
		{
			Name: "parameter-drifted", Arg: "NAME", Repairable: true,
			Title:   text.T{En: "A parameter says what was right for another stack", Ko: "파라미터가 다른 스택의 값을 갖고 있습니다"},
			Symptom: text.T{En: "The scripts of the next steps work with something that is gone.", Ko: "다음 단계의 스크립트가 사라진 리소스를 사용합니다."},
			Breaks:  []string{"parameter.machine_client_id"},
		},
	}
}
