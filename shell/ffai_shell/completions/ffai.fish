# completions of ffai for fish
if true
    complete -c ffai -f
    function __ffai_files
        for name in (__fish_complete_path (commandline -ct))
            if string match -qr '/$|(?i)\.(264|265|266|26l|3g2|3gp|aa|aa3|aac|aax|ac3|ac4|adts|adx|aif|aifc|aiff|alac|amr|amv|ape|apng|aptx|aptxhd|apv|aqt|arw|asf|ass|au|avc|avi|avif|avs2|avs3|awb|bik|bmp|braw|bwf|c2|caf|cavs|cdxl|codec2|cr2|cr3|dat|dff|dfpwm|dfxp|dif|divx|dng|dpx|drc|dsf|dts|dtshd|dv|eac3|ec3|evc|exr|f32le|f4v|fits|flac|flv|g722|g726|g729|gif|gsm|gxf|h261|h263|h264|h265|h266|hdr|heic|heif|hevc|iamf|ico|idx|ilbc|isma|ismv|ivf|ivr|j2k|jfif|jls|jp2|jpe|jpeg|jpg|jss|jxl|jxs|kar|latm|lc3|ljpg|loas|lrc|m1v|m2a|m2t|m2ts|m2v|m4a|m4b|m4p|m4r|m4v|mcc|mid|midi|mj2|mjpeg|mjpg|mk3d|mka|mks|mkv|mlp|mo3|mod|moflex|mov|mp2|mp3|mp4|mpa|mpc|mpeg|mpegts|mpg|mpl2|mpo|mpsub|mpv|mt2|mts|mve|mxf|nef|nsv|nut|nuv|obu|oga|ogg|ogm|ogv|oma|omg|opus|orf|pam|pbm|pcm|pcx|pfm|pgm|phm|pjs|pmp|png|pnm|ppm|psd|qoa|qoi|qt|r3d|ra|raf|ras|raw|rawvideo|rcv|rf64|rm|rmvb|roq|rt|rw2|s16le|s24le|s32le|s3m|sami|sbc|sbv|scc|sgi|shn|sln|smi|smk|snd|spx|srt|ssa|stl|sub|sun|sup|svg|swf|tak|tga|thd|tif|tiff|tod|trp|truehd|ts|tta|ttml|ty|u8|ult|usf|usm|v210|vag|vc1|viv|vob|voc|vplayer|vqf|vtt|vvc|w64|wav|weba|webm|webp|webvtt|wma|wmv|wtv|wv|xbm|xl|xm|xpm|xvid|xwd|xwma|y4m|yop|yuv)$' -- (string split -m1 \t -- $name)[1]
                echo $name
            end
        end
    end
    function __ffai_models
        set -l bin ffai
        set -q FFAI_BIN; and set bin $FFAI_BIN
        command $bin shell names 2>/dev/null
    end
    complete -c ffai -a '(__ffai_files)'
    complete -c ffai -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from model; and __fish_seen_subcommand_from set' -x -a '(__ffai_models)'
    complete -c ffai -n __fish_use_subcommand -s m -l model -x -a '(__ffai_models)' -d 'who translates'
    complete -c ffai -n __fish_use_subcommand -s n -l dry-run -d 'Show the command and what it would do; run nothing.'
    complete -c ffai -n __fish_use_subcommand -s y -l yes -d 'Run without asking, where the guard allows it.'
    complete -c ffai -n __fish_use_subcommand -s o -l output -r -F -d 'Where the result goes.'
    complete -c ffai -n __fish_use_subcommand -l output-dir -r -F -d 'The folder that results go to.'
    complete -c ffai -n __fish_use_subcommand -l print -d 'Print the command alone, on standard output; run nothing.'
    complete -c ffai -n __fish_use_subcommand -l json -d 'Print everything as one JSON document; runs nothing without --yes.'
    complete -c ffai -n __fish_use_subcommand -s v -l verbose -d 'Show ffmpeg\'s own log, and details of errors.'
    complete -c ffai -n __fish_use_subcommand -l no-log -d 'Leave no record of this request.'
    complete -c ffai -n __fish_use_subcommand -l api-base -x -d 'Address of an OpenAI-compatible server for the model.'
    complete -c ffai -n __fish_use_subcommand -l prompt -x -d 'The prompt that the model gets: zero-shot, one-shot, many-shot, chain-of-thought, retrieval.'
    complete -c ffai -n __fish_use_subcommand -l samples -x -d 'Ask the model so often, try each answer, take what most agree on.'
    complete -c ffai -n __fish_use_subcommand -l show-prompt -d 'Print what the model would be sent; send and run nothing.'
    complete -c ffai -n __fish_use_subcommand -a explain -d 'What a command does, flag by flag, and what it touches.'
    complete -c ffai -n __fish_use_subcommand -a undo -d 'Take back a run: created files go to the trash, replaced ones come back.'
    complete -c ffai -n __fish_use_subcommand -a history -d 'Past requests; run one again.'
    complete -c ffai -n __fish_use_subcommand -a run -d 'The plan that the shell\'s key put on the line: show, ask, run.'
    complete -c ffai -n __fish_use_subcommand -a plan -d 'Requests to commands as JSON, one or many; runs nothing.'
    complete -c ffai -n __fish_use_subcommand -a guard -d 'The verdict on a command, and what its codes mean.'
    complete -c ffai -n __fish_use_subcommand -a mcp -d 'A Model Context Protocol server, for agents.'
    complete -c ffai -n __fish_use_subcommand -a demo -d 'Make a clip and walk through the main job on it.'
    complete -c ffai -n __fish_use_subcommand -a doctor -d 'What is installed, what works, what to do about the rest.'
    complete -c ffai -n __fish_use_subcommand -a config -d 'Settings: show, set, unset.'
    complete -c ffai -n __fish_use_subcommand -a shell -d 'Ctrl-G in zsh, bash and fish.'
    complete -c ffai -n __fish_use_subcommand -a project -d 'Make or check an eval project folder.'
    complete -c ffai -n __fish_use_subcommand -a studio -d 'Label and read a project in the browser.'
    complete -c ffai -n __fish_use_subcommand -a eval -d 'Run, judge and compare.'
    complete -c ffai -n __fish_use_subcommand -a data -d 'Verified training pairs: make, cover, split.'
    complete -c ffai -n __fish_use_subcommand -a finetune -d 'Export pairs, and train on them.'
    complete -c ffai -n '__fish_seen_subcommand_from history' -a 'run'
    complete -c ffai -n '__fish_seen_subcommand_from guard' -a 'check explain hook table'
    complete -c ffai -n '__fish_seen_subcommand_from config' -a 'get list model path set unset'
    complete -c ffai -n '__fish_seen_subcommand_from shell' -a 'completions init install uninstall'
    complete -c ffai -n '__fish_seen_subcommand_from project' -a 'add-config add-eval add-run check init-git log new status sync'
    complete -c ffai -n '__fish_seen_subcommand_from eval' -a 'add-judge align candidates compare judge label rate report run show split'
    complete -c ffai -n '__fish_seen_subcommand_from data' -a 'coverage make repair split topics write'
    complete -c ffai -n '__fish_seen_subcommand_from finetune' -a 'base cancel compare events export forms items local models remove start status validate'
    complete -c ffai -n '__fish_seen_subcommand_from shell' -a 'zsh bash fish'
    complete -c ffai -n '__fish_seen_subcommand_from config' -a 'model api_base ffmpeg ffprobe output_dir log timeout prompt samples structured temperature top_p max_tokens mask_names key_variable max_cost_per_day max_cpu_hours max_size_gb max_memory_gb keep_free_gb trash'
end
