# completions of ffai for zsh
if [[ -n ${ZSH_VERSION:-} ]]; then
_ffai() {
  local -a options commands
  options=('-n:Show the command and what it would do; run nothing.' '--dry-run:Show the command and what it would do; run nothing.' '-y:Run without asking, where the guard allows it.' '--yes:Run without asking, where the guard allows it.' '-m:Who translates: offline, auto, a model'\''s name, or @PROFILE.' '--model:Who translates: offline, auto, a model'\''s name, or @PROFILE.' '-o:Where the result goes.' '--output:Where the result goes.' '--output-dir:The folder that results go to.' '--print:Print the command alone, on standard output; run nothing.' '--json:Print everything as one JSON document; runs nothing without --yes.' '-v:Show ffmpeg'\''s own log, and details of errors.' '--verbose:Show ffmpeg'\''s own log, and details of errors.' '--no-log:Leave no record of this request.' '--api-base:Address of an OpenAI-compatible server for the model.' '--prompt:The prompt that the model gets: zero-shot, one-shot, many-shot, chain-of-thought, retrieval.' '--samples:Ask the model so often, try each answer, take what most agree on.' '--show-prompt:Print what the model would be sent; send and run nothing.')
  commands=('explain:What a command does, flag by flag, and what it touches.' 'undo:Take back a run: created files go to the trash, replaced ones come back.' 'history:Past requests; run one again.' 'run:The plan that the shell'\''s key put on the line: show, ask, run.' 'plan:Requests to commands as JSON, one or many; runs nothing.' 'guard:The verdict on a command, and what its codes mean.' 'mcp:A Model Context Protocol server, for agents.' 'demo:Make a clip and walk through the main job on it.' 'doctor:What is installed, what works, what to do about the rest.' 'config:Settings: show, set, unset.' 'shell:Ctrl-G in zsh, bash and fish.' 'project:Make or check an eval project folder.' 'studio:Label and read a project in the browser.' 'eval:Run, judge and compare.' 'data:Verified training pairs: make, cover, split.' 'finetune:Export pairs, and train on them.')
  case $words[CURRENT-1] in
    -m|--model) compadd -- ${(f)"$(command ${FFAI_BIN:-ffai} shell names 2>/dev/null)"}; return ;;
    --output-dir) _path_files -/; return ;;
    -o|--output) _files; return ;;
  esac
  if [[ $words[CURRENT] == -* && $words[2] != (explain|undo|history|run|plan|guard|mcp|demo|doctor|config|shell|project|studio|eval|data|finetune) ]]; then
    _describe -t options option options
    return
  fi
  if (( CURRENT == 2 )); then _describe -t commands command commands; fi
  if (( CURRENT == 3 )); then
    case $words[2] in
      history) compadd -- run; return ;;
      guard) compadd -- check explain hook table; return ;;
      config) compadd -- get list model path set unset; return ;;
      shell) compadd -- completions init install uninstall; return ;;
      project) compadd -- add-config add-eval add-run check init-git log new status sync; return ;;
      eval) compadd -- add-judge align candidates compare judge label rate report run show split; return ;;
      data) compadd -- coverage make repair split topics write; return ;;
      finetune) compadd -- base cancel compare events export forms items local models remove start status validate; return ;;
    esac
  fi
  if (( CURRENT == 4 )) && [[ $words[2] == shell ]]; then compadd -- zsh bash fish; return; fi
  if (( CURRENT == 5 )) && [[ $words[2,4] == 'config set model' ]]; then compadd -- ${(f)"$(command ${FFAI_BIN:-ffai} shell names 2>/dev/null)"}; return; fi
  if (( CURRENT == 4 )) && [[ $words[2] == config ]]; then compadd -- model api_base ffmpeg ffprobe output_dir log timeout prompt samples structured temperature top_p max_tokens mask_names key_variable max_cost_per_day max_cpu_hours max_size_gb max_memory_gb keep_free_gb trash; return; fi
  _files -g '*.(#i)(264|265|266|26l|3g2|3gp|aa|aa3|aac|aax|ac3|ac4|adts|adx|aif|aifc|aiff|alac|amr|amv|ape|apng|aptx|aptxhd|apv|aqt|arw|asf|ass|au|avc|avi|avif|avs2|avs3|awb|bik|bmp|braw|bwf|c2|caf|cavs|cdxl|codec2|cr2|cr3|dat|dff|dfpwm|dfxp|dif|divx|dng|dpx|drc|dsf|dts|dtshd|dv|eac3|ec3|evc|exr|f32le|f4v|fits|flac|flv|g722|g726|g729|gif|gsm|gxf|h261|h263|h264|h265|h266|hdr|heic|heif|hevc|iamf|ico|idx|ilbc|isma|ismv|ivf|ivr|j2k|jfif|jls|jp2|jpe|jpeg|jpg|jss|jxl|jxs|kar|latm|lc3|ljpg|loas|lrc|m1v|m2a|m2t|m2ts|m2v|m4a|m4b|m4p|m4r|m4v|mcc|mid|midi|mj2|mjpeg|mjpg|mk3d|mka|mks|mkv|mlp|mo3|mod|moflex|mov|mp2|mp3|mp4|mpa|mpc|mpeg|mpegts|mpg|mpl2|mpo|mpsub|mpv|mt2|mts|mve|mxf|nef|nsv|nut|nuv|obu|oga|ogg|ogm|ogv|oma|omg|opus|orf|pam|pbm|pcm|pcx|pfm|pgm|phm|pjs|pmp|png|pnm|ppm|psd|qoa|qoi|qt|r3d|ra|raf|ras|raw|rawvideo|rcv|rf64|rm|rmvb|roq|rt|rw2|s16le|s24le|s32le|s3m|sami|sbc|sbv|scc|sgi|shn|sln|smi|smk|snd|spx|srt|ssa|stl|sub|sun|sup|svg|swf|tak|tga|thd|tif|tiff|tod|trp|truehd|ts|tta|ttml|ty|u8|ult|usf|usm|v210|vag|vc1|viv|vob|voc|vplayer|vqf|vtt|vvc|w64|wav|weba|webm|webp|webvtt|wma|wmv|wtv|wv|xbm|xl|xm|xpm|xvid|xwd|xwma|y4m|yop|yuv)(-.)' || _files
}
if (( ${+functions[compdef]} )); then compdef _ffai ffai; fi
fi
