package ui

import (
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// aboutProgram explains the program itself: the places and the keys.
func aboutProgram() flow.Document {
	return flow.Document{
		Title: text.T{En: "This program", Ko: "이 프로그램"},
		Body: text.T{
			En: `# What this program is

It takes you through one part of the workshop: letting programs and people prove who they are to an AI agent on AWS. You do the same things as on the workshop page, step by step, and see what happens and why.

## Three places to work

- **Practice cloud**: a small cloud inside this program. It answers like AWS, costs nothing and needs no account. You cannot break anything.
- **Build in my AWS account**: the same steps for real. You are asked before anything changes.
- **Check (read-only)**: looks at a set-up that exists, and changes nothing.

The frame around the screen tells where you are: a double line is practice, a heavy line is your AWS account, a dashed line is read-only.

## Keys

- **Enter** does what the last lines say; **Esc** goes back and never quits; **Tab** walks along the keys at the bottom.
- **1** to **4** show one part of a step whole. **←** and **→** are the steps before and after.
- **F1** explains, **F2** changes the language, **F3** shows the step as code, **F4** shows every call with its answer.
- **Space** holds: the next call is shown before it is sent, and waits for you.
- **F5** and **F6** open the pages of the AWS console that belong to the step.
- **c** copies the selected value. **F10** or **Ctrl+C** leaves; what you did is found again the next time.

## Signs

✓ done · ● running · ○ to do · ! differs or warning · ✗ failed · – skipped
`,
			Ko: `# 이 프로그램은

워크숍의 한 부분을 함께 진행합니다. 프로그램과 사람이 AWS의 AI 에이전트에게 자신이 누구인지 증명하게 하는 부분입니다. 워크숍 페이지와 같은 일을 한 단계씩 하면서, 무슨 일이 왜 일어나는지 볼 수 있습니다.

## 일할 수 있는 세 곳

- **연습용 클라우드**: 이 프로그램 안에 든 작은 클라우드입니다. AWS처럼 답하지만 비용도 계정도 필요 없고, 무엇을 해도 망가지지 않습니다.
- **내 AWS 계정에 만들기**: 같은 단계를 실제로 합니다. 무엇이든 바꾸기 전에 먼저 묻습니다.
- **점검(읽기 전용)**: 이미 있는 구성을 살펴보기만 하고 아무것도 바꾸지 않습니다.

화면의 테두리가 지금 어디에 있는지 알려 줍니다. 두 줄은 연습용, 굵은 줄은 내 AWS 계정, 점선은 읽기 전용입니다.

## 키

- **Enter**는 맨 아래 안내대로 합니다. **Esc**는 뒤로 갈 뿐 프로그램을 끝내지 않습니다. **Tab**은 아래쪽 키 목록을 따라갑니다.
- **1**부터 **4**까지는 단계의 한 부분을 크게 보여 줍니다. **←**와 **→**는 이전 단계와 다음 단계입니다.
- **F1**은 설명, **F2**는 언어 바꾸기, **F3**은 이 단계의 코드, **F4**는 모든 호출과 응답입니다.
- **Space**는 멈춤입니다. 다음 호출을 보내기 전에 먼저 보여 주고 기다립니다.
- **F5**와 **F6**은 이 단계와 관련된 AWS 콘솔 페이지를 엽니다.
- **c**는 선택한 값을 복사합니다. **F10**이나 **Ctrl+C**로 끝냅니다. 한 일은 다음에 다시 찾아 줍니다.

## 기호

✓ 완료 · ● 진행 중 · ○ 할 일 · ! 값이 다름 또는 경고 · ✗ 실패 · – 건너뜀
`,
		},
	}
}
