"""What each kind of edit does to a file, as far as the judge has to know: a new kind of edit belongs into one of these, a test says so.

An edit may stand in several of the first four; one that stands in `PLAIN` stands in no other. Which edits have no rule of their own
under `wanted/` is said too.
"""

from ffai.translate.offline import edits as e

OPEN_LENGTH = (
    e.SpeedPart, e.Timelapse, e.TrimBlack, e.KenBurns, e.KeepChapter, e.SplitPicture, e.Capture, e.Detect, e.DumpMetadata, e.Cannot, e.Frames, e.ContactSheet, e.Slideshow, e.StillVideo, e.Waveform, e.Segments,
    e.RemoveSilence, e.Mux, e.ReplaceAudio, e.MixAudio, e.Repair, e.TestSource, e.ExtractSubtitles, e.ExtractStreams, e.Compare, e.Delay, e.Shortest, e.Split, e.SplitChannels, e.Overlay, e.Stack, e.AddSilence,
    e.Crossfade, e.Cover, e.VideoFilter, e.AudioFilter, e.Gather, e.JoinChannels, e.DumpAttachments, e.Question, e.Check, e.ExtractCover, e.AskDelay, e.OnlyIf, e.Blend, e.SoundPart,
)  # fmt: skip
"""How long what comes out is cannot be told."""

TOLD_LENGTH = (e.Keep, e.CutOut, e.Speed, e.Loop, e.Boomerang, e.Freeze, e.Concat, e.PadTime, e.Card)
"""`lengths.py` reckons with them."""

RESHAPING = (
    e.Zoom, e.KenBurns, e.Blend, e.Drawn, e.SplitPicture, e.Tonemap, e.SpeedPart, e.Timelapse, e.Rotate, e.Flip, e.Crop, e.Pad, e.Stack, e.Overlay, e.Text, e.BurnSubtitles, e.Look, e.Colour, e.Aspect, e.Orientation,
    e.Blur, e.ChromaKey, e.Fade, e.Lut, e.Stabilise, e.Deinterlace, e.Slideshow, e.VideoFilter, e.ContactSheet, e.Reverse, e.Waveform, e.Concat, e.Crossfade, e.StillVideo, e.ClosedCaptions, e.Sequence, e.Card,
)  # fmt: skip
"""The picture cannot be compared with the source's as it stands."""

STREAMS = (
    e.ExtractAudio, e.RemoveAudio, e.ReplaceAudio, e.MixAudio, e.AddSilence, e.Mux, e.KeepStreams, e.DropStreams, e.ExtractStreams, e.Reorder, e.Gather, e.Attach, e.DumpAttachments, e.Cover, e.ExtractCover,
    e.AddSubtitles, e.ExtractSubtitles, e.BurnSubtitles, e.ClosedCaptions, e.Gif, e.Frames, e.ContactSheet, e.Slideshow, e.StillVideo, e.Waveform, e.SplitChannels, e.JoinChannels, e.Capture, e.TestSource, e.Segments,
    e.Container, e.Purpose, e.DumpMetadata,
)  # fmt: skip
"""Other streams may be there than before."""

PLAIN = (
    e.VideoCodec, e.AudioCodec, e.StreamCodec, e.Copy, e.Reencode, e.Crf, e.Quality, e.Preset, e.Tune, e.Profile, e.Level, e.PixelFormat, e.BitDepth, e.TwoPass, e.Lossless, e.Bitrate, e.FileSize, e.Shrink, e.Hardware,
    e.Faststart, e.Fragmented, e.KeyframeInterval, e.Option, e.VariableRate, e.PictureQuality, e.Scaler, e.Threads, e.Pitch, e.Fps, e.ConstantRate, e.Scale, e.Denoise, e.Sharpen, e.During, e.Interpolate, e.Mute, e.Volume,
    e.Normalise, e.Channels, e.Sides, e.SampleRate, e.Language, e.Default, e.StreamTitle, e.Chapters, e.Metadata, e.StripMetadata, e.KeepMetadata, e.StripChapters, e.ShiftSubtitles, e.SubtitleCharset, e.Batch, e.SkipDone,
    e.Suffix, e.OutputFolder, e.SameName, e.Alpha, e.TakeOver, e.SubtitleForm,
)  # fmt: skip
"""As long as before, a picture that can be held against the source's at another size, the streams that there were."""

UNMEASURED = (
    e.StreamCodec, e.Hardware, e.Fragmented, e.Option, e.VariableRate, e.PictureQuality, e.Tonemap, e.Scaler, e.KeepChapter, e.DumpMetadata, e.SpeedPart, e.Timelapse, e.ConstantRate, e.AskDelay, e.Delay,
    e.Stabilise, e.Denoise, e.Sharpen, e.Lut, e.During, e.Drawn, e.Blend, e.Zoom, e.ChromaKey, e.VideoFilter, e.JoinChannels, e.Sides, e.SplitChannels, e.AudioFilter, e.StreamTitle, e.Reorder,
    e.Attach, e.DumpAttachments, e.Chapters, e.SubtitleCharset, e.ClosedCaptions, e.KenBurns, e.OnlyIf, e.SkipDone, e.OutputFolder, e.Capture, e.SplitPicture, e.Repair, e.Detect, e.Cannot, e.TrimBlack, e.Check,
    e.Question, e.Sequence, e.SoundPart, e.SubtitleForm, e.TakeOver, e.Compare,
)  # fmt: skip
"""No requirement follows from them yet: what they ask for is said to be unchecked."""
