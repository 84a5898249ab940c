/** Words that any subject may have: they tell nobody what it is about. */
const PLAIN =
  /^(add|and|all|avoid|case|change|check|clean|code|correct|data|default|delete|document|drop|enable|error|errors|file|files|first|fix|for|from|func|function|handle|implement|improve|internal|into|issue|item|make|method|misc|missing|more|move|name|new|not|now|only|package|part|pass|prepare|remove|rename|replace|return|second|set|some|src|stuff|support|test|tests|testing|the|thing|things|this|type|types|unused|update|use|used|using|value|various|when|with|work)$/

/** Words between those that tell something, in English; of other languages it is told by how many stories have them. */
const FILL =
  /^(a|about|after|all|also|always|am|an|and|any|anybody|anyone|anything|are|as|at|be|because|been|before|being|between|both|but|by|can|could|did|do|does|done|during|each|ever|every|everybody|everyone|everything|few|for|from|get|gets|had|has|have|having|here|how|if|in|is|it|its|just|keep|keeps|like|many|may|might|most|much|must|need|needs|never|no|nobody|none|nor|not|nothing|now|of|off|often|on|once|one|only|or|other|our|out|over|own|same|should|since|so|somebody|someone|something|sometimes|still|such|than|that|the|their|them|then|there|these|they|this|those|through|to|too|under|until|up|us|very|want|wants|was|way|we|were|what|when|where|whether|which|while|who|whose|why|will|with|within|without|would|you|your)$/

/** Whether a word, in lower case, is one that the subject of any change may have. */
export function isPlainWord(word: string): boolean {
  return PLAIN.test(word)
}

/** Whether a word stands in a sentence only to hold it together. */
export function isFillWord(word: string): boolean {
  return FILL.test(word.toLowerCase())
}
