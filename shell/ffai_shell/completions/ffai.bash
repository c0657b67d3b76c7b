# completions of ffai for bash
if [ -n "${BASH_VERSION:-}" ]; then
_ffai() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} first=${COMP_WORDS[1]:-} words='' name typed
  COMPREPLY=()
  # : and = end a word for readline: what stands before the last of them is not its to replace
  if [[ ${COMP_LINE:0:COMP_POINT} =~ [[:space:]](-m|--model|config\ set\ model)[[:space:]=]+([^[:space:]]*)$ ]]; then
    typed=${BASH_REMATCH[2]}
    before=${typed%"${typed##*[:=]}"}
    while IFS= read -r name; do
      if [[ $name == "$typed"* ]]; then COMPREPLY+=("${name#"$before"}"); fi
    done < <(command "${FFAI_BIN:-ffai}" shell names 2>/dev/null)
    return 0
  fi
  case $before in
    --output-dir) compopt -o filenames; while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen -d -- "$word"); return 0 ;;
  esac
  if [[ -z $words && $word == -* && ' explain undo history run plan guard mcp demo doctor config shell project studio eval data finetune ' != *" $first "* ]]; then words='-n --dry-run -y --yes -m --model -o --output --output-dir --print --json -v --verbose --no-log --api-base --prompt --samples --show-prompt -h --help'; fi
  if [[ -z $words && $COMP_CWORD -eq 1 && -n $word ]]; then words='explain undo history run plan guard mcp demo doctor config shell project studio eval data finetune'; fi
  if [[ -z $words && $COMP_CWORD -eq 2 ]]; then
    case $first in
      history) words='run' ;;
      guard) words='check explain hook table' ;;
      config) words='get list model path set unset' ;;
      shell) words='completions init install uninstall' ;;
      project) words='add-config add-eval add-run check init-git log new status sync' ;;
      eval) words='add-judge align candidates compare judge label rate report run show split' ;;
      data) words='coverage make repair split topics write' ;;
      finetune) words='base cancel compare events export forms items local models remove start status validate' ;;
    esac
  fi
  if [[ -z $words && $COMP_CWORD -eq 3 ]]; then
    case $first in
      shell) words='zsh bash fish' ;;
      config) words='model api_base ffmpeg ffprobe output_dir log timeout prompt samples structured temperature top_p max_tokens mask_names key_variable max_cost_per_day max_cpu_hours max_size_gb max_memory_gb keep_free_gb trash' ;;
    esac
  fi
  if [[ -n $words ]]; then
    while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen -W "$words" -- "$word")
    if (( ${#COMPREPLY[@]} )); then return 0; fi
  fi
  compopt -o filenames 2>/dev/null
  while IFS= read -r name; do
    if [[ -d $name || ${name,,} =~ \.(264|265|266|26l|3g2|3gp|aa|aa3|aac|aax|ac3|ac4|adts|adx|aif|aifc|aiff|alac|amr|amv|ape|apng|aptx|aptxhd|apv|aqt|arw|asf|ass|au|avc|avi|avif|avs2|avs3|awb|bik|bmp|braw|bwf|c2|caf|cavs|cdxl|codec2|cr2|cr3|dat|dff|dfpwm|dfxp|dif|divx|dng|dpx|drc|dsf|dts|dtshd|dv|eac3|ec3|evc|exr|f32le|f4v|fits|flac|flv|g722|g726|g729|gif|gsm|gxf|h261|h263|h264|h265|h266|hdr|heic|heif|hevc|iamf|ico|idx|ilbc|isma|ismv|ivf|ivr|j2k|jfif|jls|jp2|jpe|jpeg|jpg|jss|jxl|jxs|kar|latm|lc3|ljpg|loas|lrc|m1v|m2a|m2t|m2ts|m2v|m4a|m4b|m4p|m4r|m4v|mcc|mid|midi|mj2|mjpeg|mjpg|mk3d|mka|mks|mkv|mlp|mo3|mod|moflex|mov|mp2|mp3|mp4|mpa|mpc|mpeg|mpegts|mpg|mpl2|mpo|mpsub|mpv|mt2|mts|mve|mxf|nef|nsv|nut|nuv|obu|oga|ogg|ogm|ogv|oma|omg|opus|orf|pam|pbm|pcm|pcx|pfm|pgm|phm|pjs|pmp|png|pnm|ppm|psd|qoa|qoi|qt|r3d|ra|raf|ras|raw|rawvideo|rcv|rf64|rm|rmvb|roq|rt|rw2|s16le|s24le|s32le|s3m|sami|sbc|sbv|scc|sgi|shn|sln|smi|smk|snd|spx|srt|ssa|stl|sub|sun|sup|svg|swf|tak|tga|thd|tif|tiff|tod|trp|truehd|ts|tta|ttml|ty|u8|ult|usf|usm|v210|vag|vc1|viv|vob|voc|vplayer|vqf|vtt|vvc|w64|wav|weba|webm|webp|webvtt|wma|wmv|wtv|wv|xbm|xl|xm|xpm|xvid|xwd|xwma|y4m|yop|yuv)$ ]]; then COMPREPLY+=("$name"); fi
  done < <(compgen -f -- "$word")
  if (( ${#COMPREPLY[@]} == 0 )); then
    while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen -f -- "$word")
  fi
  return 0
}
complete -F _ffai ffai
fi
