{{- define "headroom.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" }}
{{- end }}

{{- define "headroom.fullname" -}}
{{- if .Values.fullnameOverride }}{{ .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else if contains (include "headroom.name" .) .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name (include "headroom.name" .) | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- /* Call with (list . "gateway"). */ -}}
{{- define "headroom.selector" -}}
{{- $top := index . 0 -}}
app.kubernetes.io/name: {{ include "headroom.name" $top }}
app.kubernetes.io/instance: {{ $top.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{- define "headroom.labels" -}}
{{- $top := index . 0 -}}
{{ include "headroom.selector" . }}
app.kubernetes.io/version: {{ $top.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $top.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $top.Chart.Name $top.Chart.Version }}
{{- end }}

{{- define "headroom.hasBlobs" -}}
{{- if or .Values.azureBlobs.connectionString .Values.azureBlobs.existingSecret }}true{{ end }}
{{- end }}

{{- /* Seconds as hh:mm:ss. */ -}}
{{- define "headroom.time" -}}
{{- $seconds := int . -}}
{{ printf "%02d:%02d:%02d" (div $seconds 3600) (div (mod $seconds 3600) 60) (mod $seconds 60) }}
{{- end }}

{{- /* What a pod may and may not. */ -}}
{{- define "headroom.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1654
runAsGroup: 1654
fsGroup: 1654
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "headroom.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{- /* Asked of both roles; live and ready are different questions. */ -}}
{{- define "headroom.probes" -}}
startupProbe:
  httpGet: { path: /livez, port: http }
  periodSeconds: 2
  failureThreshold: 60
livenessProbe:
  httpGet: { path: /livez, port: http }
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet: { path: /readyz, port: http }
  periodSeconds: 2
  timeoutSeconds: 2
  failureThreshold: 2
{{- end }}

{{- /* The settings that both roles share. Call with (list . "gateway"). */ -}}
{{- define "headroom.environment" -}}
{{- $top := index . 0 -}}
{{- $role := index . 1 -}}
- { name: Headroom__Roles, value: {{ $role }} }
- { name: Headroom__Listen, value: "0.0.0.0:8787" }
- { name: Headroom__DrainDelay, value: {{ include "headroom.time" $top.Values.drainDelaySeconds | quote }} }
- { name: Headroom__DrainTimeout, value: {{ include "headroom.time" $top.Values.drainTimeoutSeconds | quote }} }
- { name: Cluster__Kind, value: redis }
- { name: Cluster__Id, value: {{ include "headroom.fullname" $top }} }
- name: Cluster__ConnectionString
  valueFrom: { secretKeyRef: {{ include "headroom.redisSecret" $top }} }
- { name: Storage__Ledger, value: redis }
- { name: Storage__Records, value: {{ $top.Values.storage.records }} }
- name: Storage__redis__ConnectionString
  valueFrom: { secretKeyRef: {{ include "headroom.redisSecret" $top }} }
- { name: Storage__Content, value: redis }
{{- if include "headroom.hasBlobs" $top }}
- { name: Storage__LargeContent, value: azure-blobs }
- { name: Storage__LargeContentOver, value: {{ $top.Values.azureBlobs.over | int64 | quote }} }
- { name: Storage__azure-blobs__Container, value: {{ $top.Values.azureBlobs.container | quote }} }
- name: Storage__azure-blobs__ConnectionString
  valueFrom: { secretKeyRef: {{ include "headroom.blobsSecret" $top }} }
{{- end }}
{{- if eq $top.Values.storage.records "azure-tables" }}
- name: Storage__azure-tables__ConnectionString
  valueFrom: { secretKeyRef: {{ include "headroom.blobsSecret" $top }} }
{{- end }}
- { name: Storage__TimeToLive, value: {{ $top.Values.storage.timeToLive | quote }} }
- { name: Storage__QuotaBytes, value: {{ $top.Values.storage.quotaBytes | int64 | quote }} }
{{- range $tenant, $policy := $top.Values.tenants }}
{{- range $name, $value := $policy }}
- { name: Tenants__{{ $tenant }}__{{ $name }}, value: {{ ternary $value ($value | int64 | toString) (kindIs "string" $value) | quote }} }
{{- end }}
{{- end }}
{{- with $top.Values.otlpEndpoint }}
- { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ . | quote }} }
- name: POD_NAME
  valueFrom: { fieldRef: { fieldPath: metadata.name } }
- { name: OTEL_RESOURCE_ATTRIBUTES, value: "service.instance.id=$(POD_NAME)" }
{{- end }}
{{- range $name, $value := (index $top.Values $role).settings }}
- { name: {{ $name }}, value: {{ $value | toString | quote }} }
{{- end }}
{{- end }}

{{- define "headroom.redisSecret" -}}
{ name: {{ default (printf "%s-storage" (include "headroom.fullname" .)) .Values.redis.existingSecret }}, key: {{ .Values.redis.existingSecretKey }} }
{{- end }}

{{- define "headroom.blobsSecret" -}}
{ name: {{ default (printf "%s-storage" (include "headroom.fullname" .)) .Values.azureBlobs.existingSecret }}, key: {{ .Values.azureBlobs.existingSecretKey }} }
{{- end }}

{{- define "headroom.checks" -}}
{{- if and (ne .Values.storage.records "redis") (not (include "headroom.hasBlobs" .)) }}{{ fail "storage.records is on a storage account, which azureBlobs.connectionString or azureBlobs.existingSecret names." }}{{ end }}
{{- if not (or .Values.redis.connectionString .Values.redis.existingSecret) }}{{ fail "redis.connectionString or redis.existingSecret is needed: the cluster's members find each other in Redis." }}{{ end }}
{{- if not (or .Values.keys.file .Values.keys.existingSecret) }}{{ fail "keys.file or keys.existingSecret is needed: a gateway that others can reach starts only with keys (headroom keys add)." }}{{ end }}
{{- end }}
